package io.rolecall.mapreduce;

import java.io.IOException;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.conf.Configured;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.NullWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.mapreduce.Mapper;
import org.apache.hadoop.mapreduce.lib.input.FileInputFormat;
import org.apache.hadoop.mapreduce.lib.output.NullOutputFormat;
import org.apache.hadoop.util.Tool;
import org.apache.hadoop.util.ToolRunner;

/**
 * Uses each decoy that a container finds, by S3A as it is without Rolecall: what a job does not use
 * is worth nothing if it could not.
 */
public final class DecoyTool extends Configured implements Tool {

  private DecoyTool() {}

  /** Takes a file with a provider of credentials a line, and the buckets that they open. */
  public static void main(String[] args) throws Exception {
    System.exit(ToolRunner.run(new DecoyTool(), args));
  }

  @Override
  public int run(String[] args) throws Exception {
    Job job = Job.getInstance(getConf(), "decoys");
    job.setJarByClass(DecoyTool.class);
    job.getConfiguration().set("mapreduce.map.maxattempts", "1");
    job.getConfiguration().set("mapreduce.am.max-attempts", "1");
    job.getConfiguration().setStrings("test.buckets", args[1], args[2]);
    job.setMapperClass(UsingMapper.class);
    job.setNumReduceTasks(0);
    job.setOutputFormatClass(NullOutputFormat.class);
    FileInputFormat.addInputPath(job, new Path(args[0]));
    return job.waitForCompletion(true) ? 0 : 1;
  }

  /** Writes a file and lists, as each provider's identity. */
  public static final class UsingMapper
      extends Mapper<LongWritable, Text, NullWritable, NullWritable> {

    /** For MapReduce. */
    public UsingMapper() {}

    @Override
    protected void map(LongWritable offset, Text provider, Context context) throws IOException {
      Configuration plain = new Configuration(context.getConfiguration());
      plain.set("fs.s3a.impl", "org.apache.hadoop.fs.s3a.S3AFileSystem");
      plain.set("fs.s3a.aws.credentials.provider", provider.toString());
      for (String bucket : plain.getStrings("test.buckets")) {
        try (FileSystem fs = FileSystem.newInstance(URI.create("s3a://" + bucket), plain)) {
          fs.create(new Path("/decoys/" + provider)).close();
          fs.listStatus(new Path("/decoys"));
        }
      }
    }
  }
}

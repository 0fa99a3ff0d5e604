package io.rolecall.mapreduce;

import static io.rolecall.mapreduce.TwoAccounts.FLIGHTS;
import static io.rolecall.mapreduce.TwoAccounts.RESULTS;

import java.io.IOException;
import java.util.EnumSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.conf.Configured;
import org.apache.hadoop.io.IntWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapreduce.lib.input.TextInputFormat;
import org.apache.hadoop.mapreduce.lib.output.TextOutputFormat;
import org.apache.hadoop.util.Tool;
import org.apache.hadoop.util.ToolRunner;
import org.apache.tez.client.TezClient;
import org.apache.tez.common.TezUtils;
import org.apache.tez.dag.api.DAG;
import org.apache.tez.dag.api.Edge;
import org.apache.tez.dag.api.ProcessorDescriptor;
import org.apache.tez.dag.api.TezConfiguration;
import org.apache.tez.dag.api.Vertex;
import org.apache.tez.dag.api.client.DAGStatus;
import org.apache.tez.dag.api.client.StatusGetOpts;
import org.apache.tez.examples.WordCount;
import org.apache.tez.mapreduce.input.MRInput;
import org.apache.tez.mapreduce.output.MROutput;
import org.apache.tez.runtime.library.conf.OrderedPartitionedKVEdgeConfig;
import org.apache.tez.runtime.library.partitioner.HashPartitioner;

/**
 * Counts words by one application of Tez that is given a DAG after the other, as Hive gives it a
 * query after the other.
 */
public final class TezSessionTool extends Configured implements Tool {

  private static final String INPUT = "s3a://" + FLIGHTS + "/2026";

  private TezSessionTool() {}

  /** Takes for how many milliseconds readers list their input, and an output's name a DAG. */
  public static void main(String[] args) throws Exception {
    System.exit(ToolRunner.run(new TezSessionTool(), args));
  }

  @Override
  @SuppressWarnings("SystemOut")
  public int run(String[] args) throws Exception {
    TezConfiguration conf = new TezConfiguration(getConf());
    conf.set(SlowTokens.FOLDER, INPUT);
    conf.set(SlowTokens.MILLIS, args[0]);
    TezClient session = TezClient.create("queries", conf, true);
    session.start();
    try {
      for (int i = 1; i < args.length; i++) {
        session.waitTillReady();
        DAGStatus status =
            session
                .submitDAG(words(conf, args[i]))
                .waitForCompletionWithStatusUpdates(EnumSet.noneOf(StatusGetOpts.class));
        int failed = status.getDAGProgress().getFailedTaskAttemptCount();
        System.out.println(args[i] + ": " + status.getState() + ", failed attempts: " + failed);
        status.getDiagnostics().forEach(System.out::println);
        if (status.getState() != DAGStatus.State.SUCCEEDED || failed != 0) {
          return 1;
        }
      }
    } finally {
      session.stop();
    }
    return 0;
  }

  /** The names are those that the example's processors ask for. */
  private static DAG words(TezConfiguration conf, String output) throws IOException {
    Vertex tokens =
        Vertex.create(
            "Tokenizer",
            ProcessorDescriptor.create(SlowTokens.class.getName())
                .setUserPayload(TezUtils.createUserPayloadFromConf(conf)));
    tokens.addDataSource(
        "Input",
        MRInput.createConfigBuilder(new Configuration(conf), TextInputFormat.class, INPUT)
            .groupSplits(false)
            .build());
    Vertex sums =
        Vertex.create(
            "Summation", ProcessorDescriptor.create(WordCount.SumProcessor.class.getName()), 1);
    sums.addDataSink(
        "Output",
        MROutput.createConfigBuilder(
                new Configuration(conf), TextOutputFormat.class, "s3a://" + RESULTS + "/" + output)
            .build());
    return DAG.create(output)
        .addVertex(tokens)
        .addVertex(sums)
        .addEdge(
            Edge.create(
                tokens,
                sums,
                OrderedPartitionedKVEdgeConfig.newBuilder(
                        Text.class.getName(),
                        IntWritable.class.getName(),
                        HashPartitioner.class.getName())
                    .setFromConfiguration(conf)
                    .build()
                    .createDefaultEdgeProperty()));
  }
}

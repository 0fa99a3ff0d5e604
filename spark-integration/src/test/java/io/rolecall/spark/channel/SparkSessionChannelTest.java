package io.rolecall.spark.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolecall.spark.RolecallPlugin;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

class SparkSessionChannelTest {

  private static boolean isPluginOf(String plugins) {
    return SparkSessionChannel.isPluginOf(new SparkConf(false).set("spark.plugins", plugins));
  }

  /** The channel writes the name of the plugin, whose package it does not know. */
  @Test
  void knowsThePluginByItsName() {
    assertThat(isPluginOf(RolecallPlugin.class.getName())).isTrue();
    assertThat(isPluginOf("a.Plugin, " + RolecallPlugin.class.getName())).isTrue();
    assertThat(isPluginOf("a.Plugin")).isFalse();
    assertThat(SparkSessionChannel.isPluginOf(new SparkConf(false))).isFalse();
  }
}

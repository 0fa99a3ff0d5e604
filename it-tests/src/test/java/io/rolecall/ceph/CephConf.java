package io.rolecall.ceph;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * The configuration of a cluster of one monitor, one OSD that keeps its data in memory, and one
 * object gateway, on loopback.
 *
 * @param folder where all state goes
 * @param fsid the cluster's id
 * @param monitorPort the monitor's port
 * @param gatewayPort the gateway's port
 * @param stsKey what the gateway encrypts session tokens with, 16 characters
 */
record CephConf(Path folder, UUID fsid, int monitorPort, int gatewayPort, String stsKey) {

  Path file() {
    return folder.resolve("ceph.conf");
  }

  Path log(String daemon) {
    return folder.resolve("log").resolve(daemon + ".log");
  }

  Path opsLog() {
    return folder.resolve("log").resolve("ops.log");
  }

  CephConf withStsKey(String key) {
    return new CephConf(folder, fsid, monitorPort, gatewayPort, key);
  }

  String monitorAddress() {
    return "[v2:127.0.0.1:" + monitorPort + "/0]";
  }

  void write() throws IOException {
    Files.writeString(file(), text());
  }

  private String text() {
    return """
    [global]
    fsid = %1$s
    mon_host = %2$s
    public_addr = 127.0.0.1
    cluster_addr = 127.0.0.1
    ms_bind_ipv6 = false
    ms_bind_msgr1 = false
    # Loopback, and everything is thrown away: nobody is asked who they are.
    auth_cluster_required = none
    auth_service_required = none
    auth_client_required = none
    keyring = /dev/null
    # A socket's path may have 107 characters, and a build folder is deep.
    admin_socket =
    run_dir = %3$s/run
    crash_dir = %3$s/crash
    log_file =
    log_to_stderr = true
    err_to_stderr = true
    # One OSD: one copy, few placement groups.
    osd_crush_chooseleaf_type = 0
    osd_pool_default_size = 1
    osd_pool_default_min_size = 1
    osd_pool_default_pg_num = 4
    osd_pool_default_pgp_num = 4
    osd_pool_default_pg_autoscale_mode = off
    mon_allow_pool_size_one = true
    mon_warn_on_pool_no_redundancy = false
    mon_max_pg_per_osd = 2000

    [mon]
    mon_data = %3$s/mon
    mon_data_avail_crit = 1
    mon_data_avail_warn = 1
    # There is nobody to vote with.
    paxos_propose_interval = 0.05
    paxos_min_wait = 0.01

    [osd]
    osd_data = %3$s/osd
    osd_objectstore = memstore
    memstore_device_bytes = 4294967296
    osd_class_load_list = *
    osd_class_default_list = *

    [client.rgw]
    rgw_frontends = beast endpoint=127.0.0.1:%4$d tcp_nodelay=1
    rgw_data = %3$s/rgw
    rgw_thread_pool_size = 64
    # Every request, with the role session that signed it.
    rgw_enable_ops_log = true
    rgw_ops_log_rados = false
    rgw_ops_log_file_path = %5$s
    rgw_log_nonexistent_bucket = true
    debug_rgw = 1
    # Deleted data sits in memory: not for two hours.
    rgw_gc_obj_min_wait = 60
    rgw_gc_processor_period = 30
    # It wants an encrypted session with the monitor, which auth "none" cannot give.
    ms_mon_client_mode = crc
    rgw_s3_auth_use_sts = true
    # By default, every failure to authenticate is AccessDenied.
    rgw_s3_auth_order = local, external, sts
    rgw_sts_key = %6$s
    rgw_sts_min_session_duration = 1
    """
        .formatted(fsid, monitorAddress(), folder, gatewayPort, opsLog(), stsKey);
  }
}

# What suites share; to be sourced. The working directory is the project's root.
set -uo pipefail

# maven ARGUMENT...: Maven, with its output on standard error.
maven() { mvn -B -ntp "$@" >&2; }

# hadoop_version VERSION: the version, or the default one for none. Fails for one that is not supported.
hadoop_version() {
  case ${1:-3.5.0} in
    3.4.1 | 3.4.3 | 3.5.0) echo "${1:-3.5.0}" ;;
    *)
      echo "no such Hadoop: $1; choose 3.4.1, 3.4.3 or 3.5.0" >&2
      return 1
      ;;
  esac
}

# scope_of SCOPE: what sessions may do, by default all that their role may. Fails for what the tests cannot do with.
scope_of() {
  case ${1:-role} in
    role | read-write) echo "${1:-role}" ;;
    *)
      echo "no such scope: $1; choose role or read-write" >&2
      return 1
      ;;
  esac
}

# integration_tests PATTERN [option...]: runs the integration tests of it-tests that match, with
# further options of Maven, and counts them.
integration_tests() {
  local summary=it-tests/target/failsafe-reports/failsafe-summary.xml
  rm -f "$summary"
  maven -pl it-tests -am verify -Dit.test="$1" "${@:2}" \
    -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false
  count "$summary"
}

# count SUMMARY...: prints the counts of failsafe's summaries together. Fails if any test did, if none ran that was not
# skipped (but where there are no containers, which it says), and if a process of tests ended before it could tell.
count() {
  local run=0 failed=0 skipped=0 summary numbers
  for summary; do
    if numbers=$(numbers "$summary"); then
      read -ra numbers <<<"$numbers"
      ((run += numbers[0], failed += numbers[1], skipped += numbers[2]))
    else
      ((run += 1, failed += 1))
    fi
  done
  echo "$((run - failed - skipped)) passed, $failed failed, $skipped skipped"
  ((failed == 0)) && { ((run > skipped)) || [[ -n ${ROLECALL_NO_CONTAINERS:-} && $run -gt 0 ]]; }
}

# numbers SUMMARY: how many ran, failed and were skipped. Fails without a whole summary, and for one that counts nothing.
# A process of tests that died, or was ended for its time, is one that failed: failsafe counts none for it.
numbers() {
  local name value all=()
  [[ -f $1 ]] || return 1
  for name in completed errors failures skipped; do
    value=$(number "$name" "$1")
    [[ $value =~ ^[0-9]+$ ]] || return 1
    all+=("$value")
  done
  ((all[0] > 0)) || return 1
  local failed=$((all[1] + all[2])) run=${all[0]}
  grep -q ' result="null" timeout="false"' "$1" || ((failed > 0)) || ((failed += 1, run += 1))
  echo "$run $failed ${all[3]}"
}

# unused_parts FILE: of the session policies that a suite's questions of policies were about, what none of them needed.
unused_parts() {
  [[ ! -f $1 ]] || java -cp it-tests/localaws/target/classes io.rolecall.localaws.policy.UnusedParts "$1" || true
}

docker_is_ours=
# containers IMAGE: Docker and one of the images that it-tests/containers/docker makes, until end_containers. Sets
# ROLECALL_NO_CONTAINERS to why there are none.
containers() {
  local why
  [[ -z ${ROLECALL_NO_CONTAINERS:-} ]] || return 0
  docker info >/dev/null 2>&1 || docker_is_ours=yes
  why=$(it-tests/containers/docker start) && why=$(it-tests/containers/docker "$1") || export ROLECALL_NO_CONTAINERS=$why
}

# Ends the Docker that containers started: one without a registry's images makes later tests in containers fail.
end_containers() { [[ -z $docker_is_ours ]] || it-tests/containers/docker stop; }

number() { sed -n "s:.*<$1>\([0-9]*\)</$1>.*:\1:p" "$2"; }

# from_npm NAME: gets what src/test/resources/NAME/package.json names into target/NAME. Where npm is missing, or has no
# network, the tests of these are skipped, and say so.
from_npm() {
  local modules=it-tests/target/$1 wanted=it-tests/src/test/resources/$1/package.json
  mkdir -p "$modules"
  cmp -s "$wanted" "$modules/installed.json" && return
  cp "$wanted" "$modules/package.json"
  if command -v npm >/dev/null && npm install --prefix "$modules" --ignore-scripts --no-audit --no-fund >&2; then
    cp "$wanted" "$modules/installed.json"
  fi
}

# The AWS CLI, a process for each request: reads by the profiles that are named, or by none.
aws=$1
shift
[ $# -gt 0 ] || set -- ''
while :; do
  for profile in "$@"; do
    bucket=${profile:-partner}
    body=$("$aws" --endpoint-url "$STORE" ${profile:+--profile "$profile"} s3 cp "s3://$bucket/f" -) || exit 3
    echo "read $bucket $body"
  done
done

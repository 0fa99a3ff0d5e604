# boto3, which refreshes what it has before it ends: read again and again, by the profiles that are named, or by none.
import sys
import time

import boto3

profiles = sys.argv[1:] or [None]
clients = [(name, boto3.Session(profile_name=name).client("s3")) for name in profiles]
while True:
    for name, client in clients:
        bucket = name or "partner"
        body = client.get_object(Bucket=bucket, Key="f")["Body"].read().decode()
        print("read", bucket, body, flush=True)
    time.sleep(0.2)

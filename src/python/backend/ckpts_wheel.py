"""Builds the wheel of ckpts from this folder and from what Maven built: equal sources give equal bytes.

As a build backend (PEP 517), for `pip install src/python` once target/ has the jars, and as a program, for Maven:

    python3 ckpts_wheel.py FOLDER     builds into the folder, and prints the path of the wheel

It needs Python 3.11 and nothing else.
"""

import base64
import hashlib
import os
import re
import sys
import tomllib
import xml.etree.ElementTree as ElementTree
import zipfile

PYTHON = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ROOT = os.path.dirname(os.path.dirname(PYTHON))
TARGET = os.path.join(ROOT, "target")
EXAMPLES = os.path.join(ROOT, "examples")
TAG = "py3-none-any"
TIME = (2026, 1, 1, 0, 0, 0)
# What `ckpts rehearse` opens, by which the archive of classes is made.
REHEARSED = (
    "s4_missing_biases.ckpts",
    "checkpoints/s4_alexnet/new_model.meta",
    "checkpoints/s4_alexnet/saved_as_bias",
    "safetensors_old_names.ckpts",
    "checkpoints/safetensors_old_names",
)
# For coding agents, who look for it in packages.
SKILL = "src/main/resources/ckpts/SKILL.md"
# Of the program, and of the jars that it brings.
LICENCES = ("LICENSE", "src/release/NOTICE")
# What Maven had the program write, but for -Dquick: where shells and man look for it below an installation.
SHARED = {
    "ckpts.bash": "share/bash-completion/completions/ckpts",
    "_ckpts": "share/zsh/site-functions/_ckpts",
    "ckpts.fish": "share/fish/vendor_completions.d/ckpts.fish",
    "ckpts.1": "share/man/man1/ckpts.1",
}


class UnsupportedOperation(Exception):
    """There is no source distribution: the wheel is made of the jars."""


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    """Writes the wheel into the folder and returns its name."""
    with open(os.path.join(PYTHON, "pyproject.toml"), "rb") as file:
        project = tomllib.load(file)["project"]
    version = python_version(pom_version())
    stem = f"{project['name']}-{version}"
    information = stem + ".dist-info/"
    licences = {os.path.basename(path): read(os.path.join(ROOT, path)) for path in LICENCES}
    entries = package() | shared(stem + ".data/data/")
    entries |= {information + "licenses/" + name: content for name, content in licences.items()}
    entries[information + "METADATA"] = metadata(project, version, licences).encode()
    entries[information + "WHEEL"] = wheel_text().encode()
    entries[information + "entry_points.txt"] = entry_points(project).encode()
    entries[information + "RECORD"] = record(entries, information + "RECORD").encode()
    name = f"{stem}-{TAG}.whl"
    write(os.path.join(wheel_directory, name), entries)
    return name


def get_requires_for_build_wheel(config_settings=None):
    return []


def build_sdist(sdist_directory, config_settings=None):
    raise UnsupportedOperation(UnsupportedOperation.__doc__)


def pom_version():
    project = ElementTree.parse(os.path.join(ROOT, "pom.xml")).getroot()
    return project.findtext("{http://maven.apache.org/POM/4.0.0}version")


def python_version(version):
    """What Python writes for a version of Maven: 1.2.0-SNAPSHOT is 1.2.0.dev0."""
    python = version.replace("-SNAPSHOT", ".dev0")
    if not re.fullmatch(r"\d+(\.\d+)*(rc\d+)?(\.dev0)?", python):
        sys.exit(f"{version} in pom.xml is no version that Python knows")
    return python


def package():
    """Names in the wheel and their bytes: the sources, the page for agents, the jars, their digest, and what the program rehearses on."""
    entries = {}
    sources = os.path.join(PYTHON, "ckpts")
    for path in files(sources):
        entries["ckpts/" + relative(path, sources)] = read(path)
    entries["ckpts/SKILL.md"] = read(os.path.join(ROOT, SKILL))
    # Not all that target/lib has: jars of versions that were replaced stay there.
    names = ["ckpts.jar", *class_path(os.path.join(TARGET, "ckpts.jar"))]
    jars = {name: read(os.path.join(TARGET, name)) for name in names}
    entries |= {"ckpts/java/" + name: content for name, content in jars.items()}
    entries["ckpts/java/digest"] = digest(jars).encode()
    for name in REHEARSED:
        path = os.path.join(EXAMPLES, name)
        for file in files(path) if os.path.isdir(path) else [path]:
            entries["ckpts/java/examples/" + relative(file, EXAMPLES)] = read(file)
    return entries


def shared(folder):
    """What lies outside the package: names in the wheel and their bytes."""
    written = {path: os.path.join(TARGET, "release", name) for name, path in SHARED.items()}
    return {folder + path: read(file) for path, file in written.items() if os.path.exists(file)}


def class_path(jar):
    """What a jar needs beside it, by its manifest."""
    if not os.path.exists(jar):
        sys.exit(f"there is no {jar}: build the program first: mvn package")
    with zipfile.ZipFile(jar) as archive:
        # A line that begins with a blank continues the one before it.
        manifest = archive.read("META-INF/MANIFEST.MF").decode().replace("\r\n ", "").replace("\n ", "")
    lines = [line for line in manifest.splitlines() if line.startswith("Class-Path: ")]
    return lines[0].split()[1:] if lines else []


def files(folder):
    """All files below it, but for those that running the sources leaves there."""
    found = []
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name != "__pycache__"]
        found += [os.path.join(place, name) for name in names]
    return sorted(found)


def relative(path, folder):
    return os.path.relpath(path, folder).replace(os.sep, "/")


def read(path):
    with open(path, "rb") as file:
        return file.read()


def digest(contents):
    """Of files, by name and bytes."""
    total = hashlib.sha256()
    for name, content in sorted(contents.items()):
        total.update(f"{name} {len(content)}\n".encode() + content)
    return total.hexdigest()


def metadata(project, version, licences):
    lines = [
        "Metadata-Version: 2.4",
        f"Name: {project['name']}",
        f"Version: {version}",
        f"Summary: {project['description']}",
        f"Keywords: {','.join(project['keywords'])}",
        f"License-Expression: {project['license']}",
        *(f"License-File: {name}" for name in licences),
        *(f"Classifier: {name}" for name in project["classifiers"]),
        f"Requires-Python: {project['requires-python']}",
        *(f"Requires-Dist: {name}" for name in project["dependencies"]),
        "Description-Content-Type: text/markdown",
    ]
    return "\n".join(lines) + "\n\n" + read(os.path.join(PYTHON, project["readme"])).decode()


def wheel_text():
    return f"Wheel-Version: 1.0\nGenerator: ckpts_wheel\nRoot-Is-Purelib: true\nTag: {TAG}\n"


def entry_points(project):
    return "[console_scripts]\n" + "".join(f"{name} = {place}\n" for name, place in project["scripts"].items())


def record(entries, own_name):
    lines = []
    for name, content in sorted(entries.items()):
        code = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
        lines.append(f"{name},sha256={code},{len(content)}\n")
    return "".join(lines) + own_name + ",,\n"


def write(path, entries):
    """Under another name first: nobody finds half a wheel."""
    with zipfile.ZipFile(path + ".part", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(entries.items()):
            entry = zipfile.ZipInfo(name, TIME)
            entry.external_attr = 0o100644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    os.replace(path + ".part", path)


if __name__ == "__main__":
    print(os.path.join(sys.argv[1], build_wheel(sys.argv[1])))

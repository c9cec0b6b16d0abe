// imports.mjs PYODIDE WHEELS: install wheels into a fresh Python, and print what becomes of each import.
import { pathToFileURL } from "node:url";

const [pyodide, wheels] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${pyodide}/pyodide.mjs`));
const python = await loadPyodide();
python.FS.mkdirTree("/wheels");
python.FS.mount(python.FS.filesystems.NODEFS, { root: wheels }, "/wheels");
console.log(python.runPython(`
import importlib, json, pathlib, pkgutil, site, sys, zipfile

for wheel in pathlib.Path("/wheels").iterdir():
    zipfile.ZipFile(wheel).extractall(site.getsitepackages()[0])
importlib.invalidate_caches()

def outcome(name):
    try:
        importlib.import_module(name)
    except ModuleNotFoundError as error:
        return error.name
    return ""

tops = [importlib.import_module(name) for name in ("smeclusters", "whichroad")]
walked = (each for top in tops for each in pkgutil.walk_packages(top.__path__, f"{top.__name__}.", lambda name: None))
imports = {each.name: outcome(each.name) for each in walked if not each.name.endswith("__main__")}

from smeclusters.errors import InputError, Problem
try:
    raise InputError([Problem("evidence.csv", 2, "rating", "7", "a number from 0 to 1")])
except InputError as error:
    said = str(error)

json.dumps({"python": list(sys.version_info[:2]), "system": sys.platform, "imports": imports, "said": said})
`));

using System.Globalization;
using System.Text;
using Minima;
using Minima.Docs;

// Writes docs/losses: every page, or those of the losses that are named and the lists of all. --check only compares.
const string Usage = "usage: dotnet run -c Release --project tools/Minima.Docs [-- [--check] LOSS... | -- lab NAME... | -- lab all | -- lab head | -- lab --from SEED NAME... | -- lab --from SEED all | -- api FOLDER]";
var check = args is ["--check", ..];
var lab = args is ["lab", _, ..];
Minima.Tensors.TensorCatalogue.Join();
var named = lab || args is ["api", _] ? [] : Array.ConvertAll(args[(check ? 1 : 0)..], name => Catalogue.All.FirstOrDefault(entry => entry.Key == name));
if (args is ["lab"] || Array.Exists(named, entry => entry is null))
{
    Console.Error.WriteLine($"{Usage}{Environment.NewLine}LOSS is the key of a loss of the catalogue, as `minima losses` prints it.");
    return 2;
}

var root = new DirectoryInfo(Environment.CurrentDirectory);
while (root is not null && !File.Exists(Path.Combine(root.FullName, "Minima.slnx")))
{
    root = root.Parent;
}

if (root is null)
{
    Console.Error.WriteLine($"no Minima.slnx in {Environment.CurrentDirectory} or above it: run this inside the repository.");
    return 2;
}

if (lab)
{
    var docs = Path.Combine(root.FullName, "docs");
    return args is [_, "--from", var from, ..]
        ? LabPages.Check(docs, args[3..], int.Parse(from, CultureInfo.InvariantCulture), Console.Out)
        : LabPages.Write(docs, args[1..], Console.Out);
}

if (args is ["api", var api])
{
    Directory.CreateDirectory(api);
    foreach (var (name, text) in ApiPages.Write(AppContext.BaseDirectory)) File.WriteAllText(Path.Combine(api, name), text);
    return 0;
}

var folder = Path.Combine(root.FullName, "docs", "losses");
var pages = Site.Pages(named is [] ? Catalogue.All : named!, Example.References(Path.Combine(root.FullName, "tests", "reference", "reference.jsonl")), VersusPage.Read(Path.Combine(root.FullName, "docs")), Path.Combine(root.FullName, "explorer", "scenes"));
pages["../parity.md"] = ParityPage.Write("losses", new Tongue(Chinese: false));
pages["../zh/parity.md"] = ParityPage.Write("../losses", new Tongue(Chinese: true));
foreach (var (page, chinese) in new[] { ("../architecture.md", false), ("../zh/architecture.md", true) }) pages[page] = RoomMap.In(File.ReadAllText(Path.Combine(folder, page)), File.ReadLines(Path.Combine(root.FullName, "src", "rooms.txt")), new Tongue(chinese));
foreach (var (file, text) in LessonPictures.All()) pages[file] = text;
var onDisk = Site.Folders
    .Select(f => Path.Combine(folder, f))
    .Where(Directory.Exists)
    .SelectMany(Directory.GetFiles)
    .Select(f => Path.GetRelativePath(folder, f).Replace('\\', '/'))
    .Where(f => named is [] && !pages.ContainsKey(f))
    .Order(StringComparer.Ordinal);

var wrong = new List<string>();
foreach (var (name, text) in pages)
{
    var path = Path.Combine(folder, name);
    if (File.Exists(path) && File.ReadAllText(path) == text)
    {
        continue;
    }

    wrong.Add(name);
    if (!check)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
    }
}

foreach (var name in onDisk)
{
    wrong.Add(name + " (of no loss)");
    if (!check)
    {
        File.Delete(Path.Combine(folder, name));
    }
}

foreach (var name in wrong)
{
    Console.WriteLine($"{(check ? "differs" : "written")}: docs/losses/{name}");
}

var remedy = check && wrong.Count > 0 ? "; run the command without --check" : "";
Console.WriteLine($"{pages.Count} files for {(named is [] ? Catalogue.All.Count : named.Length)} losses: {wrong.Count} {(check ? "differ from the catalogue" : "written")}{remedy}.");
return check && wrong.Count > 0 ? 1 : 0;

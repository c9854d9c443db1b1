using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Minima.Mutants;

/// <summary>A copy of the repository that holds all mutants at once, each asleep until <c>MINIMA_MUTANT</c> names its number: built once, run many times.</summary>
internal sealed partial class Copy(string root, string home)
{
    /// <summary>What wakes the mutants of a project, or records which of them would have made a difference.</summary>
    private const string Switch = """
        internal static class NAME
        {
            private static readonly int[] All = System.Linq.Enumerable.ToArray(System.Linq.Enumerable.Select((System.Environment.GetEnvironmentVariable("MINIMA_MUTANT") ?? "").Split(',', System.StringSplitOptions.RemoveEmptyEntries), int.Parse));
            private static readonly bool Many = All.Length > 1;
            private static readonly int One = All.Length == 1 ? All[0] : -1;
            public static readonly bool Recording = System.Environment.GetEnvironmentVariable("MINIMA_MUTANTS_MET") is not null;
            private static readonly System.Collections.Concurrent.ConcurrentDictionary<int, byte> Met = Kept();

            [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.AggressiveInlining)]
            public static bool Is(int number) => Recording ? Record(number) : Many ? System.Array.IndexOf(All, number) >= 0 : One == number;

            [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
            public static T Compare<T>(int number, T original, T mutant)
            {
                if (!Met.ContainsKey(number) && !System.Collections.Generic.EqualityComparer<T>.Default.Equals(original, mutant)) Met[number] = 0;
                return original;
            }

            [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
            private static bool Record(int number)
            {
                if (!Met.ContainsKey(number)) Met[number] = 0;
                return false;
            }

            public static int[] Take()
            {
                int[] met = [.. Met.Keys];
                Met.Clear();
                return met;
            }

            private static System.Collections.Concurrent.ConcurrentDictionary<int, byte> Kept()
            {
                if (Recording)
                {
                    System.AppDomain.CurrentDomain.ProcessExit += (_, _) => System.IO.File.AppendAllLines(
                        System.IO.Path.Combine(System.Environment.GetEnvironmentVariable("MINIMA_MUTANTS_MET")!, $"NAME-{System.Environment.ProcessId}"),
                        System.Linq.Enumerable.Select(Met!.Keys, number => number.ToString(System.Globalization.CultureInfo.InvariantCulture)));
                }

                return new();
            }
        }
        """;

    /// <summary>What the copy of a project of tests gets: a line for each class, with its milliseconds and the mutants that it met.</summary>
    private const string Recorder = """
        [assembly: Minima.Mutants.RecordByClass]

        namespace Minima.Mutants
        {
            [System.AttributeUsage(System.AttributeTargets.Assembly)]
            internal sealed class RecordByClass : Xunit.v3.BeforeAfterTestAttribute
            {
                private static readonly string? Folder = System.Environment.GetEnvironmentVariable("MINIMA_MUTANTS_MET");
                private static readonly System.Diagnostics.Stopwatch Watch = System.Diagnostics.Stopwatch.StartNew();
                private static string current = "-";

                static RecordByClass() => System.AppDomain.CurrentDomain.ProcessExit += (_, _) => Write();

                public override void Before(System.Reflection.MethodInfo methodUnderTest, Xunit.v3.IXunitTest test)
                {
                    var name = methodUnderTest.ReflectedType!.FullName!;
                    if (Folder is null || name == current) return;
                    Write();
                    current = name;
                }

                private static void Write()
                {
                    if (Folder is null) return;
                    var met = new System.Collections.Generic.SortedSet<int>();
                    foreach (var assembly in System.AppDomain.CurrentDomain.GetAssemblies())
                    {
                        if (assembly.GetName().Name is not { } name || !name.StartsWith("Minima", System.StringComparison.Ordinal)) continue;
                        if (assembly.GetType("Mutant_" + name.Replace(".", "_")) is { } type) met.UnionWith((int[])type.GetMethod("Take")!.Invoke(null, null)!);
                    }

                    System.IO.File.AppendAllText(System.IO.Path.Combine(Folder, "classes.txt"), $"{current} {Watch.ElapsedMilliseconds} {string.Join(' ', met)}\n");
                    Watch.Restart();
                }
            }
        }
        """;

    private readonly string _root = root;

    public string Home { get; } = home;

    /// <summary>The folder in which a recording run leaves the numbers of the mutants that it met.</summary>
    public string Records { get; } = Directory.CreateDirectory(Path.Combine(home, "met")).FullName;

    public async Task FillAsync()
    {
        var files = await RunAsync("git", _root, ["ls-files"]).ConfigureAwait(false);
        foreach (var file in files.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var target = Path.Combine(Home, file);
            if (File.Exists(target)) continue;
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(Path.Combine(_root, file), target);
        }
    }

    /// <summary>Writes the mutants into the sources and builds; those that do not compile are dropped, until the rest does.</summary>
    public async Task<List<Mutant>> BuildAsync(List<Mutant> mutants, IEnumerable<string> suites)
    {
        while (true)
        {
            Write(mutants);
            var faults = new HashSet<(string File, int Line)>();
            foreach (var suite in suites)
            {
                var (code, output) = await RunAsync("dotnet", Home, ["build", $"tests/{suite}", "-c", "Release"]).ConfigureAwait(false);
                if (code == 0) continue;
                foreach (Match match in Fault().Matches(output)) faults.Add((Path.GetRelativePath(Home, match.Groups["file"].Value), int.Parse(match.Groups["line"].Value, CultureInfo.InvariantCulture)));
                if (faults.Count == 0) throw new InvalidOperationException($"the copy does not build:\n{output}");
                break;
            }

            if (faults.Count == 0) return mutants;
            var left = mutants.Where(mutant => !faults.Contains((mutant.File, mutant.Line))).ToList();
            if (left.Count == mutants.Count) throw new InvalidOperationException($"the copy does not build, and no mutant is at {string.Join(", ", faults)}");
            mutants = left;
        }
    }

    /// <summary>Runs a program; one that takes longer than <paramref name="patience"/> is killed and has failed.</summary>
    public static async Task<(int Code, string Output)> RunAsync(string program, string folder, string[] arguments, Dictionary<string, string>? environment = null, TimeSpan? patience = null)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var (name, value) in environment ?? []) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        using var late = new CancellationTokenSource(patience ?? TimeSpan.FromMinutes(30));
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        try
        {
            await process.WaitForExitAsync(late.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            return (124, "it ran out of time");
        }

        return (process.ExitCode, await output.ConfigureAwait(false) + await error.ConfigureAwait(false));
    }

    private void Write(List<Mutant> mutants)
    {
        foreach (var area in Area.All)
        {
            foreach (var file in area.Files(_root))
            {
                var name = Path.GetRelativePath(_root, file);
                var inside = mutants.Where(mutant => mutant.File == name).ToDictionary(mutant => mutant.Span);
                var tree = CSharpSyntaxTree.ParseText(File.ReadAllText(file)).GetRoot();
                var changed = inside.Count == 0 ? tree : tree.ReplaceNodes(
                    tree.DescendantNodes().OfType<ExpressionSyntax>().Where(node => inside.TryGetValue(node.Span, out var mutant) && MutantFinder.Flat(node) == mutant.Before),
                    (before, after) => SyntaxFactory.ParseExpression(Instrumented(area.Switch, inside[before.Span], after.ToString())).WithTriviaFrom(before));
                WriteIfNew(Path.Combine(Home, name), changed.ToFullString());
            }

            WriteIfNew(Path.Combine(Home, "src", area.Project, $"{area.Switch}.cs"), Switch.Replace("NAME", area.Switch, StringComparison.Ordinal));
            foreach (var suite in area.Suites) WriteIfNew(Path.Combine(Home, "tests", suite, "RecordByClass.cs"), Recorder);
        }
    }

    /// <summary>Reads and removes what a run has recorded: the numbers of the mutants that a class met, and that were not the same as the original there. Other processes' are of the class <c>-</c>.</summary>
    public List<RecordedClass> Met()
    {
        var classes = new List<RecordedClass>();
        foreach (var file in Directory.EnumerateFiles(Records))
        {
            var lines = File.ReadAllLines(file);
            classes.AddRange(Path.GetFileName(file) == "classes.txt" ? lines.Select(RecordedClass.Read) : [new("-", 0, [.. lines.Select(line => int.Parse(line, CultureInfo.InvariantCulture))])]);
            File.Delete(file);
        }

        return [.. classes.GroupBy(one => one.Name, StringComparer.Ordinal).Select(group => new RecordedClass(group.Key, group.Sum(one => one.Milliseconds), [.. group.SelectMany(one => one.Met)]))];
    }

    // A file that is not touched is not built again.
    private static void WriteIfNew(string path, string text)
    {
        if (!File.Exists(path) || File.ReadAllText(path) != text) File.WriteAllText(path, text);
    }

    // Where both values can be had without harm, only a difference counts; elsewhere that the place is reached.
    private static string Instrumented(string name, Mutant mutant, string original) => mutant.IsPure
        ? $"({name}.Recording ? {name}.Compare({mutant.Number}, {original}, {mutant.After}) : {name}.Is({mutant.Number}) ? {mutant.After} : {original})"
        : $"({name}.Is({mutant.Number}) ? {mutant.After} : {original})";

    [GeneratedRegex(@"^(?<file>/.*?)\((?<line>\d+),\d+\): error ", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Fault();
}

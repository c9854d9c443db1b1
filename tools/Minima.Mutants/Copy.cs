using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Minima.Mutants;

/// <summary>A copy of the repository that holds all mutants at once, each asleep until <c>MINIMA_MUTANT</c> is its number: built once, run many times.</summary>
internal sealed partial class Copy(string root, string home)
{
    /// <summary>What wakes the mutants of a project, or records which of them would have made a difference.</summary>
    private const string Switch = """
        internal static class NAME
        {
            public static readonly int Alive = int.Parse(System.Environment.GetEnvironmentVariable("MINIMA_MUTANT") ?? "-1");
            public static readonly bool Recording = System.Environment.GetEnvironmentVariable("MINIMA_MUTANTS_MET") is not null;
            private static readonly System.Collections.Concurrent.ConcurrentDictionary<int, byte> Met = Kept();

            [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.AggressiveInlining)]
            public static bool Is(int number) => Recording ? Record(number) : Alive == number;

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

            private static System.Collections.Concurrent.ConcurrentDictionary<int, byte> Kept()
            {
                if (Recording)
                {
                    System.AppDomain.CurrentDomain.ProcessExit += (_, _) => System.IO.File.WriteAllLines(
                        System.IO.Path.Combine(System.Environment.GetEnvironmentVariable("MINIMA_MUTANTS_MET")!, $"NAME-{System.Environment.ProcessId}"),
                        System.Linq.Enumerable.Select(Met!.Keys, number => number.ToString(System.Globalization.CultureInfo.InvariantCulture)));
                }

                return new();
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
        }
    }

    /// <summary>Reads and removes the numbers of the mutants that a run has met, and that were not the same as the original there.</summary>
    public HashSet<int> Met()
    {
        var met = new HashSet<int>();
        foreach (var file in Directory.EnumerateFiles(Records))
        {
            met.UnionWith(File.ReadLines(file).Select(line => int.Parse(line, CultureInfo.InvariantCulture)));
            File.Delete(file);
        }

        return met;
    }

    // A file that is not touched is not built again.
    private static void WriteIfNew(string path, string text)
    {
        if (!File.Exists(path) || File.ReadAllText(path) != text) File.WriteAllText(path, text);
    }

    // Where both values can be had without harm, only a difference counts; elsewhere that the place is reached.
    private static string Instrumented(string name, Mutant mutant, string original) => mutant.IsPure
        ? $"({name}.Recording ? {name}.Compare({mutant.Number}, {original}, {mutant.After}) : {name}.Alive == {mutant.Number} ? {mutant.After} : {original})"
        : $"({name}.Is({mutant.Number}) ? {mutant.After} : {original})";

    [GeneratedRegex(@"^(?<file>/.*?)\((?<line>\d+),\d+\): error ", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Fault();
}

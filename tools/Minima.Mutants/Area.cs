namespace Minima.Mutants;

/// <summary>A part of the sources of which a third of the mutants is drawn, and the tests that hold it.</summary>
/// <param name="Name">Its name in the table.</param>
/// <param name="Project">The project under <c>src/</c>.</param>
/// <param name="Folders">Folders of the project, with what is below them.</param>
/// <param name="Suites">Projects of tests, in the order in which they are asked.</param>
internal sealed record Area(string Name, string Project, string[] Folders, string[] Suites)
{
    public static IReadOnlyList<Area> All { get; } =
    [
        new("engine", "Minima", ["Engine"], ["Minima.Tests", "Minima.Cli.Tests"]),
        new("reals", "Minima", ["Reals"], ["Minima.Tests", "Minima.Cli.Tests"]),
        new("statistics of tables", "Minima.Tabular", ["Statistics", "Metrics", "Judging", "Validation", "Checks"], ["Minima.Tabular.Tests", "Minima.Cli.Tests"]),
    ];

    /// <summary>The class that the copy of the project gets: which mutant is alive.</summary>
    public string Switch => $"Mutant_{Project.Replace(".", "_", StringComparison.Ordinal)}";

    public IEnumerable<string> Files(string root) =>
        Folders.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(root, "src", Project, folder), "*.cs", SearchOption.AllDirectories)).Order(StringComparer.Ordinal);
}

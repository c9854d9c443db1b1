namespace Minima.Cli.Completion;

/// <summary>
/// The scripts of the shells. Each asks <c>minima complete --current=WORD -- WORDS BEFORE IT</c> and reads a line for each word that may
/// follow, <c>word TAB description</c>; the line <c>:files</c> requests file names.
/// </summary>
internal static class CompletionScripts
{
    public static IReadOnlyList<string> Shells { get; } = ["bash", "zsh", "fish", "powershell"];

    public static string Of(string shell)
    {
        var name = $"completion/minima.{shell}";
        using var stream = typeof(CompletionScripts).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"the resource {name} is missing");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}

using System.CommandLine;
using System.CommandLine.Parsing;
using Minima.Cli.Terminal;
using Minima.Tabular;

namespace Minima.Cli.Encodings;

/// <summary><c>--encoding</c>, which every command has that reads a table.</summary>
internal static class EncodingOption
{
    public const string Name = "--encoding";

    private const string Automatic = "auto";

    private static readonly string[] Words = [Automatic, "utf-8", "gbk", "gb18030", "windows-1252", "utf-16", "big5", "shift_jis"];

    public static void AddTo(Command command)
    {
        var option = new Option<string?>(Name) { Description = "The encoding of the table: utf-8, gbk, gb18030, windows-1252, utf-16, big5, shift_jis, ...; recognised without it where it is one of the first five.", HelpName = "NAME" };
        option.CompletionSources.Add(Words);
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && result.Tokens[0].Value is var word && !IsAutomatic(word) && EncodedTables.Find(word) is null)
                result.AddError($"{Name} is {Wording.Quote(word)}{Wording.DidYouMean(word, Words)}, which is no encoding known here; give one such as {string.Join(", ", Words)}.");
        });
        command.Add(option);
    }

    /// <summary>Lets the tables of a command be read so.</summary>
    public static void Apply(ParseResult parsed, TextWriter error)
    {
        if (parsed.CommandResult.Command.Options.FirstOrDefault(option => option.Name == Name) is not Option<string?> option) return;
        var word = parsed.GetValue(option);
        TableText.Current = new EncodedTables(word is null || IsAutomatic(word) ? null : EncodedTables.Find(word), error);
    }

    /// <summary>Standard input as text that is still being written.</summary>
    public static TextReader StandardInput() => new LiveText(() => ((EncodedTables)TableText.Current).OpenLive(Console.OpenStandardInput(), "standard input"));

    private static bool IsAutomatic(string word) => word.Equals(Automatic, StringComparison.OrdinalIgnoreCase);
}

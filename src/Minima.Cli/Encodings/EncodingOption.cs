using System.CommandLine;
using Minima.Tabular;

namespace Minima.Cli.Encodings;

/// <summary><c>--encoding</c> and <c>--separator</c>, which every command has that reads a table.</summary>
internal static class EncodingOption
{
    public const string Name = "--encoding";

    private const string SeparatorName = "--separator";

    private const string InputName = "standard input";

    private const string Automatic = "auto";

    private static readonly string[] Words = [Automatic, "utf-8", "gbk", "gb18030", "windows-1252", "utf-16", "big5", "shift_jis"];

    public static void AddTo(Command command)
    {
        var option = new Option<string?>(Name) { Description = "The encoding of the table: utf-8, gbk, gb18030, windows-1252, utf-16, big5, shift_jis, ...; without it, Minima recognises the first five.", HelpName = "NAME" };
        option.CompletionSources.Add(Words);
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && result.Tokens[0].Value is var word && !IsAutomatic(word) && TableText.Find(word) is null)
                result.AddError($"{Name} is {Wording.Quote(word)}{Wording.DidYouMean(word, Words)}, which is no encoding known here; give one such as {string.Join(", ", Words)}.");
        });
        command.Add(option);
        var separator = new Option<string?>(SeparatorName) { Description = "The character that separates the cells, or tab; without it, Minima recognises comma, semicolon, tab and bar.", HelpName = "CHARACTER" };
        separator.CompletionSources.Add(",", ";", "tab", "|");
        separator.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && Separator(result.Tokens[0].Value) is null)
                result.AddError($"{SeparatorName} is {Wording.Quote(result.Tokens[0].Value)}; it must be one character such as ; or |, or the word tab.");
        });
        command.Add(separator);
    }

    /// <summary>Lets the tables of a command be read so.</summary>
    public static void Apply(ParseResult parsed, TextWriter error)
    {
        if (!parsed.CommandResult.Command.Options.Any(option => option.Name == Name)) return;
        TableText.Current = new TableText(error)
        {
            Encoding = parsed.GetValue<string?>(Name) is { } word && !IsAutomatic(word) ? TableText.Find(word) : null,
            Separator = parsed.GetValue<string?>(SeparatorName) is { } separator ? Separator(separator) : null,
        };
    }

    /// <summary>Standard input as text that is still being written.</summary>
    public static TextReader StandardInput() => new LiveText(() => TableText.Current.OpenLive(Console.OpenStandardInput(), InputName));

    private static char? Separator(string word) => word switch
    {
        "tab" or "\\t" => '\t',
        [var one] when one is not ('"' or '\r' or '\n') => one,
        _ => null,
    };

    private static bool IsAutomatic(string word) => word.Equals(Automatic, StringComparison.OrdinalIgnoreCase);
}

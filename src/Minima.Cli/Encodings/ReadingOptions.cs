using System.CommandLine;
using Minima.Tabular;

namespace Minima.Cli.Encodings;

/// <summary>The options for reading cells: <c>--encoding</c> and <c>--separator</c> of every command that reads a table, and <c>--missing</c> of all but the streaming ones.</summary>
internal static class ReadingOptions
{
    public const string Name = "--encoding";

    private const string SeparatorName = "--separator";

    private const string MissingName = "--missing";

    private const string InputName = "standard input";

    private const string Tab = "tab";

    private const string Automatic = "auto";

    private static readonly string[] Words = [Automatic, "utf-8", "gbk", "gb18030", "windows-1252", "utf-16", "big5", "shift_jis"];

    public static void AddTo(Command command, bool hasMissing)
    {
        var option = new Option<string?>(Name) { Description = "The encoding of the table: utf-8, gbk, gb18030, windows-1252, utf-16, big5, shift_jis, ...; without it, Minima recognises the first five.", HelpName = "NAME" };
        option.CompletionSources.Add(Words);
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && result.Tokens[0].Value is var word && !IsAutomatic(word) && TableText.Find(word) is null)
                result.AddError($"{Name} is {Wording.Quote(word)}{Wording.DidYouMean(word, Words)}, which is not a supported encoding; give one such as {string.Join(", ", Words)}.");
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
        if (!hasMissing) return;
        var missing = new Option<string[]>(MissingName) { Description = "A cell that means a missing value, such as unknown, or in one column only, such as balance=999; may be repeated, or several separated by commas.", HelpName = "[COLUMN=]CELL" };
        missing.Validators.Add(result =>
        {
            try
            {
                foreach (var text in Marks(result.Tokens.Select(token => token.Value))) _ = MissingMark.Parse(text);
            }
            catch (DataException problem)
            {
                result.AddError(problem.Message);
            }
        });
        command.Add(missing);
    }

    /// <summary>The given options as words of a command line.</summary>
    /// <param name="ofModel">The table is for a model, which keeps its marks of missing values.</param>
    public static IReadOnlyList<string> Given(bool ofModel = false)
    {
        var text = TableText.Current;
        return
        [
            .. text.Encoding is { } encoding ? new[] { Name, encoding.WebName } : [],
            .. text.Separator is { } separator ? new[] { SeparatorName, separator == '\t' ? Tab : separator.ToString() } : [],
            .. (ofModel ? [] : text.MissingMarks).SelectMany(mark => new[] { MissingName, mark.ToString() }),
        ];
    }

    /// <summary>Applies the options to the tables of a command.</summary>
    public static void Apply(ParseResult parsed, TextWriter error)
    {
        if (!parsed.CommandResult.Command.Options.Any(option => option.Name == Name)) return;
        TableText.Current = new TableText(error)
        {
            Encoding = parsed.GetValue<string?>(Name) is { } word && !IsAutomatic(word) ? TableText.Find(word) : null,
            Separator = parsed.GetValue<string?>(SeparatorName) is { } separator ? Separator(separator) : null,
            MissingMarks = parsed.CommandResult.Command.Options.Any(option => option.Name == MissingName) ? [.. Marks(parsed.GetValue<string[]>(MissingName) ?? []).Select(MissingMark.Parse)] : [],
        };
    }

    /// <summary>Standard input as text that is still being written.</summary>
    public static TextReader StandardInput() => new LiveText(() => TableText.Current.OpenLive(Console.OpenStandardInput(), InputName));

    private static IEnumerable<string> Marks(IEnumerable<string> values) => values.SelectMany(value => value.Split(',', StringSplitOptions.TrimEntries));

    private static char? Separator(string word) => word switch
    {
        Tab or "\\t" => '\t',
        [var one] when one is not ('"' or '\r' or '\n') => one,
        _ => null,
    };

    private static bool IsAutomatic(string word) => word.Equals(Automatic, StringComparison.OrdinalIgnoreCase);
}

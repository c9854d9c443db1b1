using System.CommandLine;
using System.CommandLine.Completions;
using Minima.Cli.Explain;
using Minima.Cli.Losses;
using Minima.Tabular;

namespace Minima.Cli.Completion;

/// <summary>Completes the values of options and arguments. The name in the help gives the kind of a value: FILE, COLUMN, LOSS.</summary>
internal static class ValueCandidates
{
    public static IEnumerable<Candidate> Of(Option option, CommandWords line, string current) =>
        option.CompletionSources.Count > 0 ? Own(option.CompletionSources) : Of(option.Name, option.HelpName ?? "", line, current);

    public static IEnumerable<Candidate> Of(Argument argument, CommandWords line, string current) =>
        argument.CompletionSources.Count > 0 ? Own(argument.CompletionSources) : Of("", argument.Name, line, current);

    private static IEnumerable<Candidate> Own(IEnumerable<Func<CompletionContext, IEnumerable<CompletionItem>>> sources) =>
        sources.SelectMany(source => source(CompletionContext.Empty)).Select(item => new Candidate(item.InsertText ?? item.Label));

    private static IEnumerable<Candidate> Of(string option, string kind, CommandWords line, string current) => option switch
    {
        "--family" => LossSearch.Families.Select(f => new Candidate(f)),
        "--data" => Table.BundledNames.Select(n => new Candidate(n)),
        "--metric" => Enum.GetValues<PredictionTask>().SelectMany(Metrics.For).Select(m => new Candidate(m.Key)),
        "--loss" => Losses(current),
        "--save" => [Candidate.Files],
        _ when kind == "LANGUAGE" => [new("en", "English"), new("zh", "中文")],
        _ when kind == "FORM" => Forms.Words.Select(w => new Candidate(w)),
        _ when kind == "LOSS" => Losses(current),
        _ when kind == "NAME=VALUE" => Parameters(line),
        _ when kind.StartsWith("COLUMN", StringComparison.Ordinal) => Columns(line),
        _ when kind.Contains("FILE", StringComparison.Ordinal) || kind == "FOLDER" || kind.Contains("MODEL", StringComparison.Ordinal) || kind.Contains('.', StringComparison.Ordinal) => [Candidate.Files],
        _ => [],
    };

    /// <summary>Keys; after the first character aliases too, because there are many; after <c>NAME:</c> the parameters.</summary>
    private static IEnumerable<Candidate> Losses(string current)
    {
        var colon = current.IndexOf(':', StringComparison.Ordinal);
        if (colon > 0 && Catalogue.TryFind(current[..colon]) is { } named)
        {
            var before = current[..(Math.Max(colon, current.LastIndexOf(',')) + 1)];
            return named.Parameters.Select(p => new Candidate($"{before}{p.Name}=", WhereNotGiven(p)));
        }

        return Catalogue.All.SelectMany(entry => entry.Aliases.Where(_ => current.Length > 0).Prepend(entry.Key).Select(name => new Candidate(name, $"{entry.Name} {entry.ChineseName}")));
    }

    private static IEnumerable<Candidate> Parameters(CommandWords line) => line.Arguments.Concat(line.ValuesOf("--loss"))
        .Select(LossSpec.Named)
        .OfType<LossEntry>()
        .SelectMany(entry => entry.Parameters)
        .Select(p => new Candidate(p.Name + "=", WhereNotGiven(p)));

    private static string WhereNotGiven(ParameterInfo parameter) => parameter.IsRequired ? "must be given" : $"{ParameterInfo.Format(parameter.Default)} unless given";

    /// <summary>The columns of the table given earlier on the line; none if it cannot be read, because the command itself reports that.</summary>
    private static IEnumerable<Candidate> Columns(CommandWords line)
    {
        var path = line.Arguments.LastOrDefault(CsvFile.Exists);
        try
        {
            return path is null ? line.ValuesOf("--data").Where(Table.BundledNames.Contains).Select(n => new Candidate(Table.Bundled(n).Target!))
                : CsvFile.ReadColumns(path).Where(c => c.Length > 0).Select(c => new Candidate(c));
        }
        catch (Exception problem) when (problem is DataException or IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}

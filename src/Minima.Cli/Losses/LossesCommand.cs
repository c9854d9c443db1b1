using System.CommandLine;
using Minima.Cli.Terminal;
using Minima.Tabular;

namespace Minima.Cli.Losses;

/// <summary><c>minima losses</c>: lists the losses.</summary>
internal static class LossesCommand
{
    public static Command Create()
    {
        var family = new Option<string?>("--family") { Description = "Only one family: " + string.Join(", ", LossSearch.Families) + ".", HelpName = "NAME" };
        var search = new Option<string?>("--search") { Description = "Only losses whose key, names, aliases or description hold every word of TEXT, English or Chinese.", HelpName = "TEXT" };
        var json = new Option<bool>("--json") { Description = "A JSON list with everything that Minima records of each loss." };
        var command = new Command("losses", """
            List the losses: names, families, shapes, inputs, parameters with their defaults. A star
            marks inputs with a gradient, brackets mark optional inputs.

            Examples:
              minima losses --search outliers
              minima losses --family robust --language zh
              minima losses --search 分类 --json
            """)
        {
            family, search, json,
        };
        command.SetAction(parsed =>
        {
            var configuration = parsed.InvocationConfiguration;
            return Run(parsed.GetValue(family), parsed.GetValue(search), LanguageOption.IsChinese(parsed), parsed.GetValue(json), configuration.Output, configuration.Error);
        });
        return command;
    }

    private static int Run(string? family, string? search, bool chinese, bool json, TextWriter output, TextWriter error)
    {
        if (family is not null && !LossSearch.IsFamily(family))
        {
            error.WriteLine($"minima losses: there is no family '{family}'{Wording.DidYouMean(family, LossSearch.Families)}. The families: {string.Join(", ", LossSearch.Families)}.");
            return ExitCode.Usage;
        }

        var tongue = new Tongue(chinese);
        var found = LossSearch.Find(Catalogue.All, family, search);
        var isProblem = search is not null && ProblemWords.Of(search) is not null;
        if (!json && isProblem) WriteFindings(search!, tongue, output);
        if (json)
        {
            LossJson.Write(found, output);
        }
        else if (Screen.IsTerminal(output) && found.Count > 0)
        {
            LossTable.WriteForTerminal(found, Screen.ConsoleOf(output), tongue);
        }
        else
        {
            LossTable.WriteAligned(found, output, tongue);
        }

        if (!json && search is not null && !isProblem) WriteFindings(search, tongue, output);
        if (found.Count == 0 && !isProblem)
        {
            (json ? error : output).WriteLine(Messages.Table.In(chinese ? Language.Chinese : Language.English, SearchHints.NothingFound(family, search)));
        }

        return ExitCode.Ok;
    }

    private static void WriteFindings(string search, Tongue tongue, TextWriter output)
    {
        foreach (var finding in SearchHints.Findings(search, tongue)) output.WriteLine(finding);
    }
}

using System.CommandLine;
using Spectre.Console;

namespace Minima.Cli.Losses;

/// <summary><c>minima losses</c>: what there is.</summary>
internal static class LossesCommand
{
    public static Command Create()
    {
        var family = new Option<string?>("--family") { Description = "Only one family: " + string.Join(", ", LossSearch.Families) + ".", HelpName = "NAME" };
        var search = new Option<string?>("--search") { Description = "Only losses whose key, names, aliases or description hold every word of TEXT, English or Chinese.", HelpName = "TEXT" };
        var json = new Option<bool>("--json") { Description = "A JSON list with everything that is known of each loss." };
        var command = new Command("losses", "List the losses: names, families, parameters with their defaults.") { family, search, json };
        command.SetAction(parsed =>
        {
            var configuration = parsed.InvocationConfiguration;
            var fancy = !Console.IsOutputRedirected && ReferenceEquals(configuration.Output, Console.Out);
            return Run(parsed.GetValue(family), parsed.GetValue(search), parsed.GetValue(json), fancy, configuration.Output, configuration.Error);
        });
        return command;
    }

    private static int Run(string? family, string? search, bool json, bool fancy, TextWriter output, TextWriter error)
    {
        if (family is not null && !LossSearch.IsFamily(family))
        {
            error.WriteLine($"minima losses: there is no family '{family}'{Evaluate.Words.DidYouMean(family, LossSearch.Families)}. The families: {string.Join(", ", LossSearch.Families)}.");
            return ExitCode.Usage;
        }

        var found = LossSearch.Find(Catalogue.All, family, search);
        if (json)
        {
            LossJson.Write(found, output);
        }
        else if (fancy && found.Count > 0)
        {
            LossTable.WriteForTerminal(found, AnsiConsole.Console);
        }
        else
        {
            LossTable.WriteAligned(found, output);
        }

        if (found.Count == 0)
        {
            (json ? error : output).WriteLine(LossSearch.NothingFound(family, search));
        }

        return ExitCode.Ok;
    }
}

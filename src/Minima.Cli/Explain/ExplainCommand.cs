using System.CommandLine;
using Minima.Cli.Losses;
using Minima.Cli.Terminal;
using Minima.Tabular;
using Spectre.Console;

namespace Minima.Cli.Explain;

/// <summary><c>minima explain</c>: explains what a loss is, what it does, and when to use it.</summary>
internal static class ExplainCommand
{
    private const int MostInText = 2;

    public static Command Create()
    {
        var loss = new Argument<string[]>("LOSS")
        {
            Description = "A loss of the catalogue, by any of its names, or a formula such as \"abs(p - t)^1.5\". Two are shown side by side; more with --html or --json. Also an optimizer, a schedule, an activation, a layer or a metric by its name; or the file of a saved model, and a table with its target.",
            Arity = ArgumentArity.OneOrMore,
        };
        var parameters = new Option<string[]>("--param") { Description = "A parameter; may be repeated.", HelpName = "NAME=VALUE" };
        var form = new Option<string?>("--as") { Description = $"Print just the formula: {string.Join(", ", Forms.Words)}.", HelpName = "FORM" };
        var dialect = new Option<string?>("--dialect") { Description = $"With --as sql: print a query that adds value, derivative and second derivative to the rows of a table, in the SQL of {Wording.Or(QueryForm.Words)}. Queries for duckdb and postgres are executed in tests, the others only parsed.", HelpName = "NAME" };
        var from = new Option<string?>("--table") { Description = $"With --dialect: the table, as the query names it; {QueryForm.UsualTable} otherwise. It has a column for each input of the loss.", HelpName = "TABLE" };
        var derivative = new Option<bool>("--derivative") { Description = "With --as: print the derivative with respect to the first input instead." };
        var ascii = new Option<bool>("--ascii") { Description = "Draw with ASCII characters only." };
        var json = new Option<bool>("--json") { Description = "Everything, as JSON." };
        var html = new Option<string?>("--html") { Description = "Write a page with curves, sliders and everything below to this file; it needs no network.", HelpName = "FILE" };
        var data = new Option<string?>("--data") { Description = $"With a saved model: a bundled data set in place of a table, {Wording.Or(Tabular.Table.BundledNames)}.", HelpName = "NAME" };
        var contributions = new Option<bool>("--contributions") { Description = "With a saved model of boosted trees and a table: the contribution of each column to the raw score of every row. Prints its mean size as a bar, and the first rows; with --json all rows. The table needs no target." };
        var command = new Command("explain", """
            Explain a loss: formula, derivative, pictures that suit its shape, kinks, traits, link, when to use it and when not. Two losses are shown side by side.

            Examples:
              minima explain huber --param delta=2
              minima explain huber:delta=1 huber:delta=5 --language zh
              minima explain "abs(p - t)^1.5" --as python --derivative
              minima explain huber --as sql --dialect spark --table sales
              minima explain adam
              minima explain MODEL.json DATA.csv --html model.html
            """)
        {
            loss, parameters, form, dialect, from, derivative, ascii, json, html, data, contributions,
        };
        command.SetAction((parsed, cancellation) =>
        {
            var configuration = parsed.InvocationConfiguration;
            var request = new ExplainRequest(
                parsed.GetValue(loss)!,
                parsed.GetValue(parameters) ?? [],
                LanguageOption.Word(parsed),
                parsed.GetValue(form),
                parsed.GetValue(dialect),
                parsed.GetValue(from),
                parsed.GetValue(derivative),
                parsed.GetValue(ascii),
                parsed.GetValue(json),
                parsed.GetValue(html),
                LanguageOption.Given(parsed) is not null,
                parsed.GetValue(data),
                parsed.GetValue(contributions));

            // On its own thread, so that Ctrl-C can cancel the token while the work runs.
            return ModelRun.IsModel(request.Losses[0])
                ? Task.Run(() => TrainFaults.Told(configuration.Error, null, () => ModelRun.Run(request, configuration.Output, configuration.Error, cancellation)), CancellationToken.None)
                : Task.FromResult(Run(request, configuration.Output, configuration.Error));
        });
        return command;
    }

    private static int Run(ExplainRequest request, TextWriter output, TextWriter error)
    {
        if (request.Losses.Select(DeclarationExplanation.Find).ToArray() is var declared && Array.TrueForAll(declared, found => found.Count > 0))
        {
            return ExplainDeclared([.. declared.SelectMany(found => found)], request, output, error);
        }

        if (declared.FirstOrDefault(found => found.Count > 0) is [var other, ..])
        {
            error.WriteLine($"minima explain: '{other.Name}' is not a loss, and another given name is not of its kind ({other.Kind}). Explain them one by one.");
            return ExitCode.Usage;
        }

        if (Refusal(request) is { } refusal)
        {
            error.WriteLine($"minima explain: {refusal}");
            return ExitCode.Usage;
        }

        OutputFile.Check([], ("--html", request.Html));
        var losses = ReadLosses(request, error);
        if (losses is null)
        {
            return ExitCode.Loss;
        }

        if (request.Html is { } file)
        {
            OutputFile.Write(file, ExplainPage.Write(losses, request.LanguageGiven ? request.Language : null));
            output.WriteLine(new Tongue(request.Language == "zh").Say($"Written to {file}.", $"已写入 {file}。"));
            return ExitCode.Ok;
        }

        var loss = losses[0];
        var tongue = new Tongue(request.Language == "zh");
        if (request.Form is { } form)
        {
            return Print(() => request.Dialect is { } database ? QueryForm.Write(loss, database, request.Table, tongue) : Forms.Write(loss, form, request.Derivative, tongue.Chinese), output, error);
        }

        if (request.Json)
        {
            ExplainJson.Write(losses, output);
            return ExitCode.Ok;
        }

        var width = Screen.Width(output);
        var ascii = request.Ascii || LacksBraille();
        var lines = losses.Length == 1 ? new Explanation(loss, tongue, width, ascii).Lines() : new PairExplanation(loss, losses[1], tongue, width, ascii).Lines();
        Write(lines, Screen.IsStyled(output), output);
        return ExitCode.Ok;
    }

    private static int ExplainDeclared(Declaration[] all, ExplainRequest request, TextWriter output, TextWriter error)
    {
        if (request.Parameters.Length > 0 || request.Form is not null || request.Dialect is not null || request.Table is not null || request.Derivative || request.Html is not null)
        {
            error.WriteLine($"minima explain: --param, --as, --derivative and --html are for losses; '{all[0].Name}' is of the kind {all[0].Kind}. Leave them out.");
            return ExitCode.Usage;
        }

        if (request.Json)
        {
            DeclarationExplanation.WriteJson(all, output);
            return ExitCode.Ok;
        }

        var tongue = new Tongue(request.Language == "zh");
        var width = Screen.Width(output);
        for (var i = 0; i < all.Length; i++)
        {
            if (i > 0) output.WriteLine();
            Write(DeclarationExplanation.Lines(all[i], tongue, width), Screen.IsStyled(output), output);
        }

        return ExitCode.Ok;
    }

    /// <summary>Writes lines; headings are bold if the terminal has styles.</summary>
    public static void Write(IEnumerable<ExplainedLine> lines, bool styled, TextWriter output)
    {
        foreach (var line in lines)
        {
            if (styled && Marked(line) is { } marked)
            {
                AnsiConsole.MarkupLine(marked);
            }
            else
            {
                output.WriteLine(line.Text);
            }
        }
    }

    /// <summary>The markup of bold headings and coloured marks, whose shape carries the same information; null for every other line.</summary>
    private static string? Marked(ExplainedLine line) => line.Text switch
    {
        // Escaped text, so that brackets of formulas are not parsed as markup.
        _ when line.IsHeading => $"[bold]{Markup.Escape(line.Text)}[/]",
        [' ', ' ', '✓', .. var rest] => $"  [green]✓[/]{Markup.Escape(rest)}",
        [' ', ' ', '✗', .. var rest] => $"  [red]✗[/]{Markup.Escape(rest)}",
        _ => null,
    };

    private static string? Refusal(ExplainRequest request)
    {
        if (request.Data is not null) return "--data is for a saved model; name its file, as in minima explain MODEL.json --data diabetes.";
        if (request.Contributions) return "--contributions is for a saved model of boosted trees; name its file and a table, as in minima explain MODEL.json DATA.csv --contributions.";
        if (request.Form is { } form && !Forms.Words.Contains(form, StringComparer.Ordinal))
        {
            return $"--as {Wording.Quote(form)} is not understood{Wording.DidYouMean(form, Forms.Words)}. The forms: {string.Join(", ", Forms.Words)}.";
        }

        if (request.Dialect is { } dialect && !QueryForm.Words.Contains(dialect, StringComparer.Ordinal))
        {
            return $"--dialect {Wording.Quote(dialect)} is not understood{Wording.DidYouMean(dialect, QueryForm.Words)}. The databases: {string.Join(", ", QueryForm.Words)}.";
        }

        if (request.Dialect is not null && (request.Form != "sql" || request.Derivative)) return "--dialect goes with --as sql, and its query has the derivatives; leave out --derivative and any other form.";
        if (request.Table is not null && request.Dialect is null) return "--table names the table of a query; name its database with --dialect, as in --as sql --dialect postgres.";
        if (request.Losses.Length > 1 && request.Form is not null)
        {
            return $"--as prints one formula, but {request.Losses.Length} losses are given; leave out --as, or all but one loss.";
        }

        if (request.Losses.Length > MostInText && request.Html is null && !request.Json)
        {
            return $"{request.Losses.Length} losses are given; two are shown side by side here, more in one page with --html FILE.";
        }

        if (request.Html is not null && (request.Form is not null || request.Json))
        {
            return "--html writes a page; leave out --as and --json.";
        }

        return request.Derivative && request.Form is null ? "--derivative goes with --as; the explanation shows both formula and derivative." : null;
    }

    /// <summary>The losses, or null after a refusal was printed; a formula that cannot be parsed is printed with a mark at the position.</summary>
    private static Loss[]? ReadLosses(ExplainRequest request, TextWriter error)
    {
        // Suggest names of other declarations too, such as optimizers.
        if (request.Losses.FirstOrDefault(text => LossSpec.Named(text) is null && !LossSpec.IsFormula(text) && Wording.DidYouMean(text, DeclarationExplanation.Names).Length > 0) is { } unknown)
        {
            throw Throw.UnknownLoss(unknown, Catalogue.All.SelectMany(entry => entry.Aliases.Prepend(entry.Key)).Concat(DeclarationExplanation.Names), knowsTensorLosses: true);
        }

        var tongue = new Tongue(request.Language == "zh");
        foreach (var finding in request.Losses.Where(text => LossSpec.Named(text) is null && !LossSpec.IsFormula(text)).SelectMany(text => SearchHints.Findings(text, tongue)))
        {
            error.WriteLine(finding);
        }

        try
        {
            return [.. LossSpec.Parse(request.Losses, LossSpec.Words(request.Parameters), SpecUse.Show).Select(loss => loss.Create())];
        }
        catch (FormulaException exception)
        {
            error.WriteLine($"minima: {exception.Message}");
            error.WriteLine(exception.Picture);
            return null;
        }
    }

    private static int Print(Func<string> write, TextWriter output, TextWriter error)
    {
        try
        {
            output.WriteLine(write());
            return ExitCode.Ok;
        }
        catch (NotSupportedException exception)
        {
            error.WriteLine($"minima explain: {exception.Message.TrimEnd('.')}; try another form with --as, or `minima explain` without it.");
            return ExitCode.Loss;
        }
    }

    /// <summary>True for terminals that show Braille as boxes.</summary>
    internal static bool LacksBraille() => Environment.GetEnvironmentVariable("TERM") is "dumb" or "linux";
}

using Minima.Cli.Predict;
using Minima.Cli.Terminal;
using Minima.Tabular;

namespace Minima.Cli.Explain;

/// <summary>Explains a saved model, and on a table the effects of its columns.</summary>
internal static class ModelRun
{
    /// <summary>True for a file, and for a text that can only be a file name.</summary>
    public static bool IsModel(string text) => LossSpec.Named(text) is null && (File.Exists(text) || text.EndsWith(".json", StringComparison.OrdinalIgnoreCase));

    public static int Run(ExplainRequest request, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        if (request.Parameters.Length > 0 || request.Form is not null || request.Dialect is not null || request.Table is not null || request.Derivative) throw new UsageException("explain: --param, --as, --dialect, --table and --derivative are for losses, but a saved model is named; leave them out.");
        if (request.Html is not null && request.Json) throw new UsageException("explain: --html writes a page; leave out --json.");
        if (request.Losses.Length + (request.Data is null ? 0 : 1) > 2) throw new UsageException("explain: a saved model takes one table; leave out the others.");
        var path = request.Losses[0];
        OutputFile.Check(request.Losses, ("--html", request.Html));
        var predictor = Predictor.Load(path);
        var table = request.Data is { } name ? Table.Bundled(name) : request.Losses.Length > 1 ? Table.FromFile(request.Losses[1]) : null;
        if (table is null && predictor.Trees is null) throw new UsageException("explain: only boosted trees can be explained without a table; add a table with the model's columns and its target, as in minima explain MODEL.json DATA.csv.");
        if (table is null && request.Html is not null) throw new UsageException("explain: --html draws the predictions for a table; add one, minima explain MODEL.json DATA.csv --html FILE.");
        if (request.Contributions)
        {
            if (predictor.Trees is null) throw new UsageException("explain: --contributions needs boosted trees, but this model has none; the coefficients of a linear model are in its file.");
            if (table is null) throw new UsageException("explain: --contributions splits the scores of rows among the columns; add a table, minima explain MODEL.json DATA.csv --contributions.");
            if (request.Html is not null) throw new UsageException("explain: --contributions prints bars and numbers; leave out --html.");
            return Contributions(new ExplainedModel(Path.GetFileName(path), predictor, table.Name, null), table, request, output, error, cancellation);
        }

        var explanation = table is null ? null : predictor.Explain(table, null, new ModelProgressLines(error), cancellation);
        var found = new ExplainedModel(Path.GetFileName(path), predictor, table?.Name, explanation);
        if (request.Html is { } file)
        {
            OutputFile.Write(file, ModelPage.Write(found, request.LanguageGiven ? request.Language : null));
            output.WriteLine(new Tongue(request.Language == "zh").Say($"Written to {file}.", $"已写入 {file}。"));
        }
        else if (request.Json) ExplainedModelJson.Write(found, output);
        else ExplainCommand.Write(new ModelText(found, new Tongue(request.Language == "zh"), Screen.Width(output), request.Ascii).Lines(), Screen.IsStyled(output), output);
        output.Flush();
        return ExitCode.Ok;
    }

    private static int Contributions(ExplainedModel model, Table table, ExplainRequest request, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        var shares = model.Predictor.Contributions(table, null, cancellation);
        if (request.Json)
        {
            foreach (var note in shares.Notes) error.WriteLine(note.English);
            output.WriteLine(PredictionWriter.Json(shares));
        }
        else ExplainCommand.Write(new ContributionsText(model, table.Name, shares, new Tongue(request.Language == "zh"), Screen.Width(output), request.Ascii).Lines(), Screen.IsStyled(output), output);
        output.Flush();
        return ExitCode.Ok;
    }

    /// <summary>Prints a line every few seconds.</summary>
    private sealed class ModelProgressLines(TextWriter error) : IProgress<ExplainProgress>
    {
        private readonly Pace _pace = new();

        public void Report(ExplainProgress value)
        {
            if (_pace.IsDue()) error.WriteLine(FormattableString.Invariant($"explaining: {value.Done} of {value.Total} predictions of the table"));
        }
    }
}

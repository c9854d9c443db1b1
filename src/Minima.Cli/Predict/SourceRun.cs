using System.Globalization;
using System.Text.Json.Nodes;
using Minima.Cli.Terminal;
using Minima.Tabular;

namespace Minima.Cli.Predict;

/// <summary>Predictions inside a database: their SQL, or a view, a table or a file that the database creates from it.</summary>
internal static class SourceRun
{
    /// <summary>The word for the query itself.</summary>
    public const string Query = "sql";

    /// <param name="modelPath">The model.</param>
    /// <param name="request">The source of the rows.</param>
    /// <param name="form">sql, view:NAME, table:NAME or file:PATH.</param>
    /// <param name="response">True for numbers, probabilities and classes; false for raw scores.</param>
    /// <param name="json">Write JSON.</param>
    /// <param name="output">Receives the SQL, or JSON.</param>
    /// <param name="error">Receives a message about the created view, table or file.</param>
    /// <param name="cancellation">Checked before every query.</param>
    public static int Run(string modelPath, SourceRequest request, string form, bool response, bool json, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        var predictor = Predictor.Load(modelPath);
        var isQuery = form == Query;
        using var source = request.Open(writes: !isQuery);
        var prediction = source.Predict(predictor, response, cancellation);
        if (!isQuery) source.Save(prediction, form, cancellation);
        if (json)
        {
            output.WriteLine(JsonAnswer.Line(new JsonObject
            {
                ["as"] = form,
                ["columns"] = new JsonArray([.. prediction.Columns.Select(name => JsonValue.Create(name))]),
                ["unknown_rows"] = prediction.UnknownRows,
                ["sql"] = new JsonArray([.. prediction.Queries.Select(query => JsonValue.Create(query))]),
            }));
        }
        else if (isQuery)
        {
            foreach (var query in prediction.Queries) output.WriteLine(query + ";");
        }
        else
        {
            error.WriteLine($"{form} has the columns of the source and {string.Join(", ", prediction.Columns)}");
        }

        if (prediction.UnknownRows > 0) error.WriteLine($"{prediction.UnknownRows.ToString(CultureInfo.InvariantCulture)} rows hold a value that the model has not seen; their prediction is NULL");
        output.Flush();
        return ExitCode.Ok;
    }
}

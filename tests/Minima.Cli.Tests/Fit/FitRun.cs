using System.Globalization;
using System.Text;
using System.Text.Json;
using Minima.Cli.Tests.Compare;

namespace Minima.Cli.Tests.Fit;

/// <summary>A whole run of `minima fit` inside the test process.</summary>
internal sealed record FitRun(int Code, string Output, string Error)
{
    private JsonElement Root => JsonDocument.Parse(Output).RootElement;

    public double[] Coefficients => [.. Root.GetProperty("coefficients").EnumerateArray().Select(item => item.GetDouble())];

    public double Intercept => Root.GetProperty("intercept").GetDouble();

    public double Objective => Root.GetProperty("objective").GetDouble();

    public double GradientNorm => Root.GetProperty("gradient_norm").GetDouble();

    public bool Unique => Root.GetProperty("unique").GetBoolean();

    public string Method => Root.GetProperty("method").GetString()!;

    public double Gap => Root.GetProperty("certificate").GetProperty("gap").GetDouble();

    public string[] Notes => [.. Root.GetProperty("notes").EnumerateArray().Select(item => item.GetString()!)];

    public JsonElement Property(string name) => Root.GetProperty(name);

    public static async Task<FitRun> Of(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await CommandLine.RunAsync(["fit", .. arguments], output, error);
        return new FitRun(code, output.ToString(), error.ToString());
    }

    /// <summary>Fits a table given as text, with target y, to JSON.</summary>
    public static async Task<FitRun> OfText(string csv, params string[] options)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("data.csv", Encoding.UTF8.GetBytes(csv));
        return await Of([path, "--target", "y", "--json", .. options]);
    }

    public static Task<FitRun> OfTable(double[][] rows, double[] target, params string[] options) => OfText(Csv(rows, target), options);

    /// <summary>Columns x0, x1, ... and y, every number in full.</summary>
    public static string Csv(double[][] rows, IReadOnlyList<double> target, double[]? weight = null)
    {
        var text = new StringBuilder();
        var header = Enumerable.Range(0, rows[0].Length).Select(j => $"x{j}").Append("y");
        text.AppendLine(string.Join(',', weight is null ? header : header.Append("w")));
        for (var i = 0; i < rows.Length; i++)
        {
            IEnumerable<double> cells = [.. rows[i], target[i]];
            if (weight is not null) cells = cells.Append(weight[i]);
            text.AppendLine(string.Join(',', cells.Select(cell => cell.ToString("R", CultureInfo.InvariantCulture))));
        }

        return text.ToString();
    }
}

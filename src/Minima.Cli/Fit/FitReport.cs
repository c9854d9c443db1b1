using System.Globalization;
using Minima.Cli.Compare;
using Minima.Cli.Explain;

namespace Minima.Cli.Fit;

/// <summary>A fit for people.</summary>
internal static class FitReport
{
    private const int Width = 80;
    private const string Indent = "  ";

    public static void Write(FitModel model, TextWriter output)
    {
        foreach (var note in model.Notes)
        {
            var indent = "";
            foreach (var line in Wrapped.Lines(note, Width - Indent.Length))
            {
                output.WriteLine(indent + line);
                indent = Indent;
            }
        }

        if (model.Notes.Count > 0) output.WriteLine();
        var parameters = model.Parameters.Count == 0 ? "" : $" ({string.Join(", ", model.Parameters.Select(pair => $"{pair.Key} = {ParameterInfo.Format(pair.Value)}"))})";
        output.WriteLine(FormattableString.Invariant($"{model.Loss}{parameters} on {model.Rows} rows, target {DataException.Quote(model.Target)}"));
        if (model.Mapping.Count > 0)
            output.WriteLine($"classes: {string.Join(", ", model.Mapping.Select(pair => string.Create(CultureInfo.InvariantCulture, $"{DataException.Quote(pair.Class)} is {pair.Value} to the loss")))}");
        foreach (var input in model.Inputs)
            output.WriteLine(input.Value is { } value ? FormattableString.Invariant($"{input.Name} = {value:R} (learned)") : $"{input.Name} from column {DataException.Quote(input.Column!)}");
        output.WriteLine();
        Coefficients(model, output);
        output.WriteLine();
        var penalty = model.L2 > 0 || model.L1 > 0 ? FormattableString.Invariant($", l2 = {model.L2:R} and l1 = {model.L1:R} included") : "";
        output.WriteLine(FormattableString.Invariant($"objective      {model.Objective:R}{penalty}"));
        output.WriteLine(FormattableString.Invariant($"gradient norm  {model.GradientNorm:0.0e+0} after {model.Iterations} iterations ({FitModelWriter.Word(model.Method)})"));
        output.WriteLine(model.Method == FitMethod.Local
            ? "certificate    local: the loss is not convex"
            : FormattableString.Invariant($"certificate    within {model.Gap:0.0e+0} of the optimum"));
    }

    private static void Coefficients(FitModel model, TextWriter output)
    {
        string[] names = [.. model.Features, "(intercept)"];
        var width = Math.Min(40, names.Max(name => name.Length));
        var standardized = model.StandardizedCoefficients;
        output.WriteLine($"{"feature".PadRight(width)}  coefficient{(standardized is null ? "" : "             standardized")}");
        if (model.Coefficients.Length > 1)
            output.WriteLine($"{"".PadRight(width)}  {string.Join("  ", model.Mapping.Select(pair => DataException.Quote(pair.Class).PadRight(22)))}".TrimEnd());
        for (var j = 0; j < names.Length; j++)
        {
            var values = model.Coefficients.Select((row, k) => j < row.Length ? row[j] : model.Intercepts[k]);
            var line = string.Join("  ", values.Select(value => value.ToString("R", CultureInfo.InvariantCulture).PadRight(22)));
            if (standardized is not null && j < model.Features.Count)
                line += "  " + string.Join("  ", standardized.Select(row => row[j].ToString("R", CultureInfo.InvariantCulture)));
            output.WriteLine($"{names[j].PadRight(width)}  {line.TrimEnd()}");
        }

        if (standardized is not null) output.WriteLine("coefficient: in the units of the given columns; standardized: per standard deviation, the units of the penalty");
    }
}

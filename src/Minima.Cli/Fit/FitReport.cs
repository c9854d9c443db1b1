using System.Globalization;
using Minima.Cli.Terminal;
using Minima.Tabular;

namespace Minima.Cli.Fit;

/// <summary>A fit for people.</summary>
internal static class FitReport
{
    public static void Write(LinearModel model, TextWriter output, Language language)
    {
        var notes = model.Notes;
        foreach (var note in notes) Wrapped.WriteHanging(note.In(language), output);
        if (notes.Count > 0) output.WriteLine();
        using var translated = new TranslatingWriter(output, language);
        var parameters = model.Parameters.Count == 0 ? "" : $" ({string.Join(", ", model.Parameters.Select(pair => $"{pair.Key} = {ParameterInfo.Format(pair.Value)}"))})";
        translated.WriteLine(FormattableString.Invariant($"{model.Loss}{parameters} on {model.Rows} rows, target {DataException.Quote(model.Target)}"));
        if (model.Mapping.Count > 0)
            translated.WriteLine($"classes: {string.Join(", ", model.Mapping.Select(pair => string.Create(CultureInfo.InvariantCulture, $"{DataException.Quote(pair.Class)} counts as {pair.Value} in the loss")))}");
        foreach (var input in model.Inputs)
            translated.WriteLine(input.Value is { } value ? FormattableString.Invariant($"{input.Name} = {value:R} (learned)") : $"{input.Name} from column {DataException.Quote(input.Column!)}");
        translated.WriteLine();
        translated.Flush();
        Coefficients(model, output, language);
        translated.WriteLine();
        var penalty = model.L2 > 0 || model.L1 > 0 ? FormattableString.Invariant($", l2 = {model.L2:R} and l1 = {model.L1:R} included") : "";
        translated.WriteLine(FormattableString.Invariant($"objective      {model.Certificate.Objective:R}{penalty}"));
        translated.WriteLine(FormattableString.Invariant($"gradient norm  {model.Certificate.GradientNorm:0.0e+0} after {model.Certificate.Iterations} iterations ({FitMethods.Word(model.Certificate.Method)})"));
        translated.WriteLine(model.Certificate.Method == FitMethod.Local
            ? "certificate    local: the loss is not convex"
            : FormattableString.Invariant($"certificate    within {model.Certificate.Gap:0.0e+0} of the optimum"));
    }

    private static void Coefficients(LinearModel model, TextWriter output, Language language)
    {
        string Say(string english, ChineseText chinese) => language == Language.Chinese ? chinese.ToString() : english;
        var steps = model.GradeThresholds;
        double[][] rows = steps.Count > 0 ? model.Coefficients[..1] : model.Coefficients;
        string[] names = [.. model.Features, .. steps.Count > 0 ? steps.Select(step => step.Step) : [Say("(intercept)", "（截距）")]];
        var width = Math.Min(40, names.Append(Say("feature", "特征")).Max(TextWidth.Of));
        var standardized = model.StandardizedCoefficients;
        output.WriteLine($"{Wrapped.Pad(Say("feature", "特征"), width)}  {(standardized is null ? Say("coefficient", "系数") : Wrapped.Pad(Say("coefficient", "系数"), 22) + "  " + Say("standardized", "标准化"))}");
        if (rows.Length > 1)
            output.WriteLine($"{"".PadRight(width)}  {string.Join("  ", (model.Heads.Count > 0 ? model.Heads : model.Mapping.Select(pair => DataException.Quote(pair.Class))).Select(name => name.PadRight(22)))}".TrimEnd());
        for (var j = 0; j < names.Length; j++)
        {
            var values = rows.Select((row, k) => j < row.Length ? row[j] : steps.Count > 0 ? steps[j - row.Length].Threshold : model.Intercepts[k]);
            var line = string.Join("  ", values.Select(value => value.ToString("R", CultureInfo.InvariantCulture).PadRight(22)));
            if (standardized is not null && j < model.Features.Count)
                line += "  " + string.Join("  ", standardized.Select(row => row[j].ToString("R", CultureInfo.InvariantCulture)));
            output.WriteLine($"{Wrapped.Pad(names[j], width)}  {line.TrimEnd()}");
        }

        if (standardized is not null) output.WriteLine(Say("coefficient: in the units of the given columns; standardized: per standard deviation, the units of the penalty", "系数：以所给列的单位计；标准化：每个标准差，即惩罚项的单位"));
    }
}

using System.Globalization;
using Minima.Cli.Compare;

namespace Minima.Cli.Fit;

/// <summary>Where a search starts, as the user gives it: a model file, or the coefficients and the intercept.</summary>
internal static class FitStart
{
    public static (double[] Weights, double Intercept) Read(string text, string[] features)
    {
        if (File.Exists(text)) return FromModel(FitModelReader.Read(text), text, features);
        var words = text.Split(',', StringSplitOptions.TrimEntries);
        var numbers = new double[words.Length];
        for (var i = 0; i < words.Length; i++)
        {
            if (double.TryParse(words[i], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i]) && double.IsFinite(numbers[i])) continue;
            throw new UsageException($"fit: --start is {DataException.Quote(text)}; a model file is expected, or finite numbers separated by commas: the coefficients in the order of the features, then the intercept.");
        }

        if (numbers.Length != features.Length + 1)
        {
            throw new UsageException(FormattableString.Invariant(
                $"fit: --start has {numbers.Length} numbers; {features.Length + 1} are expected: one for each of {DataException.List(features)}, and the intercept."));
        }

        return (numbers[..^1], numbers[^1]);
    }

    /// <summary>By the features' names; a feature that the model does not have starts at 0.</summary>
    private static (double[] Weights, double Intercept) FromModel(FitModel model, string path, string[] features)
    {
        if (model.Coefficients.Length != 1)
            throw new UsageException($"fit: --start {DataException.Quote(path)}: the model has a row of coefficients for each class; a model of the same kind of loss is expected.");
        var weights = new double[features.Length];
        for (var j = 0; j < features.Length; j++)
        {
            var at = Enumerable.Range(0, model.Features.Count).FirstOrDefault(k => model.Features[k] == features[j], -1);
            weights[j] = at < 0 ? 0 : model.Coefficients[0][at];
        }

        return (weights, model.Intercepts[0]);
    }
}

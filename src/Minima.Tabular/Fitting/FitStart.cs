using System.Globalization;

namespace Minima.Tabular;

/// <summary>The start of a search, as the user gives it: a model file, or the coefficients and the intercept.</summary>
internal static class FitStart
{
    public static (double[] Weights, double Intercept) Read(string text, string[] features)
    {
        if (File.Exists(text)) return FromModel(FitModelReader.Read(text), text, features);
        var numbers = Numbers(text);
        if (numbers.Length != features.Length + 1)
        {
            throw new UsageException(FormattableString.Invariant(
                $"fit: --start has {numbers.Length} numbers; {features.Length + 1} are expected: one for each of {DataException.List(features)}, and the intercept."));
        }

        return (numbers[..^1], numbers[^1]);
    }

    /// <summary>The same for several classes: the coefficients and intercept of one class after the other.</summary>
    public static (double[][] Weights, double[] Intercepts) ReadClasses(string text, string[] features, string[] classes)
    {
        if (File.Exists(text)) return ClassesFromModel(FitModelReader.Read(text), text, features, classes);
        var numbers = Numbers(text);
        var width = features.Length + 1;
        if (numbers.Length != classes.Length * width)
        {
            throw new UsageException(FormattableString.Invariant(
                $"fit: --start has {numbers.Length} numbers; {classes.Length * width} are expected: for each of the classes {DataException.List(classes)} one for each of {DataException.List(features)}, and the intercept."));
        }

        return (
            [.. classes.Select((_, k) => numbers[(k * width)..((k * width) + width - 1)])],
            [.. classes.Select((_, k) => numbers[(k * width) + width - 1])]);
    }

    private static double[] Numbers(string text)
    {
        var words = text.Split(',', StringSplitOptions.TrimEntries);
        var numbers = new double[words.Length];
        for (var i = 0; i < words.Length; i++)
        {
            if (double.TryParse(words[i], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i]) && double.IsFinite(numbers[i])) continue;
            throw new UsageException($"fit: --start is {DataException.Quote(text)}; a model file is expected, or finite numbers separated by commas: the coefficients in the order of the features, then the intercept.");
        }

        return numbers;
    }

    /// <summary>Matches classes and features by name; those that the model does not have start at 0.</summary>
    private static (double[][] Weights, double[] Intercepts) ClassesFromModel(LinearModel model, string path, string[] features, string[] classes)
    {
        if (model.Kind != TargetKind.MultiClass)
            throw new UsageException($"fit: --start {DataException.Quote(path)}: the model has one row of coefficients; a model with a row for each class is expected.");
        var weights = new double[classes.Length][];
        var intercepts = new double[classes.Length];
        for (var k = 0; k < classes.Length; k++)
        {
            weights[k] = new double[features.Length];
            var row = Enumerable.Range(0, model.Mapping.Count).FirstOrDefault(m => model.Mapping[m].Class == classes[k], -1);
            if (row < 0) continue;
            intercepts[k] = model.Intercepts[row];
            for (var j = 0; j < features.Length; j++)
            {
                var at = Enumerable.Range(0, model.Features.Count).FirstOrDefault(m => model.Features[m] == features[j], -1);
                weights[k][j] = at < 0 ? 0 : model.Coefficients[row][at];
            }
        }

        return (weights, intercepts);
    }

    /// <summary>Matches features by name; those that the model does not have start at 0.</summary>
    private static (double[] Weights, double Intercept) FromModel(LinearModel model, string path, string[] features)
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

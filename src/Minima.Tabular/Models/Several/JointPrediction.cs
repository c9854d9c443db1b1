using System.Globalization;

namespace Minima.Tabular;

/// <summary>Predictions of linear models of several outputs: grades, classes, labels, numbers, parts of 1.</summary>
internal static class JointPrediction
{
    /// <param name="model">The model.</param>
    /// <param name="features">Its features, one array each.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="response">True for probabilities and classes, or numbers; else raw scores.</param>
    public static TablePrediction Of(LinearModel model, double[][] features, int rows, bool response)
    {
        if (model.Outputs is not { } reading) return OfEach(model, features, rows, response);
        var scores = model.Scores(features, rows);
        if (model.Kind == TargetKind.MultiClass) return OfClasses(model.Target, [.. model.Mapping.Select(pair => pair.Class)], reading, scores, model.Intercepts.Length, response);
        var count = model.Targets.Count;
        var values = response ? JointReading.OfRow(reading, scores, count) : scores;
        if (!response || model.Kind != TargetKind.Binary) return new(model.Targets, response ? "prediction" : "score", [], values, []);
        return Labels(model, reading == OutputReading.Labels ? "probability" : "score", values, (row, k) => scores[(row * count) + k] > (count == 1 ? model.Threshold ?? 0 : model.Thresholds.ElementAtOrDefault(k)));
    }

    /// <summary>Predictions of classes, or of grades.</summary>
    /// <param name="target">The name of the target.</param>
    /// <param name="names">The classes.</param>
    /// <param name="reading">The meaning of the scores.</param>
    /// <param name="scores">The scores, row after row.</param>
    /// <param name="width">The number of scores of a row.</param>
    /// <param name="response">True for probabilities and classes; else raw scores.</param>
    public static TablePrediction OfClasses(string target, string[] names, OutputReading reading, double[] scores, int width, bool response)
    {
        if (!response) return new([target], "score", width == names.Length ? names : width == 1 ? [] : [.. Enumerable.Range(1, width).Select(k => k.ToString(CultureInfo.InvariantCulture))], scores, []);
        var values = JointReading.OfClasses(reading, scores, names.Length);
        string[] classes = [.. values.Chunk(names.Length).Select(row => names[Array.IndexOf(row, row.Max())])];
        return new([target], JointReading.HasProbabilities(reading) ? "probability" : "score", names, values, [classes]) { InOrder = names };
    }

    /// <summary>The predictions of a model whose targets each have their own model.</summary>
    private static TablePrediction OfEach(LinearModel model, double[][] features, int rows, bool response)
    {
        TablePrediction[] each = [.. model.Targets.Select((_, k) => LinearPrediction.Of(model.Part(k), features, rows, response))];
        double[] values = [.. Enumerable.Range(0, rows).SelectMany(row => each.Select(one => one.Values[row]))];
        return new(model.Targets, each[0].Quantity, [], values, [.. each.SelectMany(one => one.Classes)]);
    }

    private static TablePrediction Labels(LinearModel model, string quantity, double[] values, Func<int, int, bool> isSet) => new(
        model.Targets,
        quantity,
        model.Targets.Count == 1 ? [model.Mapping[1].Class] : [],
        values,
        [.. model.Targets.Select((_, k) => Enumerable.Range(0, values.Length / model.Targets.Count).Select(row => model.Mapping[isSet(row, k) ? 1 : 0].Class).ToArray())])
    {
        InOrder = model.Targets.Count == 1 ? [.. model.Mapping.Select(pair => pair.Class)] : [],
    };
}

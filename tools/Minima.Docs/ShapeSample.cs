using Minima.Tabular;

namespace Minima.Docs;

/// <summary>A small batch of a loss of boxes or of sums: what its page shows and what a reader can paste.</summary>
internal sealed class ShapeSample
{
    private readonly LossEntry entry;
    private readonly double[] prediction;
    private readonly double[] target;
    private readonly int[] shape;

    public ShapeSample(LossEntry entry)
    {
        this.entry = entry;
        Loss = Loss.Create(entry, new Dictionary<string, object?>(StringComparer.Ordinal));
        (shape, prediction, target) = (IsOfBoxes, Loss.Groups) switch
        {
            (true, _) => ((int[], double[], double[]))([2, 4], [0, 0, 2, 2, 1, 1, 4, 3], [0.5, 0.7, 2.5, 2.3, 0.8, 1.2, 3.6, 3.5]),
            (_, SumGroups.Rows) => ([2, 2], [1, 2, 0.5, -1], [1.5, 1, 1, -2]),
            (_, SumGroups.ClassesOfBatch) => ([2, 2], [2, -1, 0.5, -2], [1, 0, 0, 1]),
            (_, SumGroups.Classes) => ([1, 2, 4], [0.9, 0.2, 0.7, 0.1, 0.1, 0.8, 0.3, 0.9], [1, 0, 1, 0, 0, 1, 0, 1]),
            _ => ([4], [0.9, 0.2, 0.7, 0.1], [1, 0, 1, 0]),
        };
        Gradient = new double[prediction.Length];
        Terms = new double[IsOfBoxes ? 2 : 0];
        Value = Loss.Evaluate(new LossBatch<double> { Prediction = prediction, Target = target, Rows = IsOfBoxes ? null : Rows, Classes = IsOfBoxes ? null : Classes, Gradient = Gradient, Terms = Terms }).Value;
    }

    public Loss Loss { get; }

    public bool IsOfBoxes => entry.Inputs[0].Kind == InputKind.Box;

    /// <summary>The mean over the sample, or the scalar.</summary>
    public double Value { get; }

    public double[] Gradient { get; }

    public double[] Terms { get; }

    public ReadOnlySpan<double> Prediction => prediction;

    public ReadOnlySpan<double> Target => target;

    public string ByType
    {
        get
        {
            var sizes = (Rows, Classes) switch { (1, 1) => "", (_, 1) => $", rows: {Rows}", _ => $", rows: {Rows}, classes: {Classes}" };
            return $"using Minima;\nusing {entry.Type.Namespace};\n\n{Declarations()}double value = new {entry.Type.Name}({string.Join(", ", entry.Parameters.Select(CSharp))}).ValueAndGradient(prediction, target, gradient{(IsOfBoxes ? "" : sizes)});";
        }
    }

    public string ByName
    {
        get
        {
            var parameters = string.Concat(entry.Parameters.Where(p => p.Default is not null).Select(p => $", (\"{p.Name}\", {(p.Default is string word ? $"\"{word}\"" : Number(p))})"));
            var batch = IsOfBoxes ? "new LossBatch<double> { Prediction = prediction, Target = target, Gradient = gradient }"
                : $"new LossBatch<double> {{ Prediction = prediction, Target = target, Rows = {Rows}, Classes = {Classes}, Gradient = gradient }}";
            return $"using Minima;\n\n{Declarations()}var loss = Loss.Create(\"{entry.Key}\"{parameters});\ndouble value = loss.Evaluate({batch}).Value;";
        }
    }

    /// <summary>A line for `minima evaluate`.</summary>
    public string Request
    {
        get
        {
            var parameters = entry.Parameters.Where(p => p.Default is not null).Select(p => $"\"{p.Name}\": {(p.Default is string word ? $"\"{word}\"" : ParameterInfo.Format(p.Default))}").ToArray();
            var given = parameters.Length == 0 ? "" : $"\"params\": {{{string.Join(", ", parameters)}}}, ";
            return $"{{\"loss\": \"{entry.Key}\", {given}\"inputs\": {{\"prediction\": {Nested(prediction)}, \"target\": {Nested(target)}}}}}";
        }
    }

    private int Rows => IsOfBoxes || Loss.Groups == SumGroups.Batch ? 1 : shape[0];

    private int Classes => IsOfBoxes || Loss.Groups is SumGroups.Batch or SumGroups.Rows ? 1 : shape[1];

    /// <summary>An array of the sample's shape.</summary>
    public string Nested(ReadOnlySpan<double> values) => Nested([.. values.ToArray().Select(Numbers.Full)], 0);

    private string Nested(string[] values, int axis)
    {
        if (axis == shape.Length - 1)
        {
            return $"[{string.Join(", ", values)}]";
        }

        var each = values.Length / shape[axis];
        return $"[{string.Join(", ", Enumerable.Range(0, shape[axis]).Select(i => Nested(values[(i * each)..((i + 1) * each)], axis + 1)))}]";
    }

    private string Declarations() =>
        $"double[] prediction = [{string.Join(", ", prediction.Select(Numbers.Full))}];\ndouble[] target = [{string.Join(", ", target.Select(Numbers.Full))}];\nvar gradient = new double[prediction.Length];\n";

    private string CSharp(ParameterInfo parameter, int index) => parameter.Default switch
    {
        null => "null",
        string word => Choice(entry.Type.GetConstructors().First(c => c.GetParameters().Length == entry.Parameters.Count).GetParameters()[index].ParameterType, parameter, word),
        var value => ParameterInfo.Format(value),
    };

    private static string Choice(Type type, ParameterInfo parameter, string word) => $"{type.Name}.{type.GetEnumNames()[parameter.Choices.ToList().IndexOf(word)]}";

    private static string Number(ParameterInfo parameter) =>
        parameter.Default is double number && number == Math.Floor(number) ? ParameterInfo.Format(number) + ".0" : ParameterInfo.Format(parameter.Default);
}

using System.Collections.Immutable;
using Minima.Tabular;

namespace Minima.Docs;

/// <summary>Code that a reader can paste: C#, JSON, the command line. Every value in it is accepted by the loss.</summary>
internal sealed class Snippets
{
    private static readonly int[] Labels = [0, 2];

    private readonly LossEntry entry;
    private readonly double[][] inputs;
    private readonly RowSetting? setting;

    public Snippets(View view)
    {
        entry = view.Entry;
        setting = view.Setting;
        if (setting is not null)
        {
            inputs = [];
            Mean = view.Default.Evaluate(new LossBatch<double>
            {
                Prediction = setting.Rows.SelectMany(r => r).ToArray(),
                Labels = TakesLabels ? Labels : [],
                Target = TakesLabels ? [] : setting.TargetRows.SelectMany(r => r).ToArray(),
                Classes = RowSetting.Classes,
            }).Value;
            return;
        }

        inputs = Sample(view);
        var loss = view.Default;
        var batch = new LossBatch<double> { Prediction = inputs[0] };
        for (var i = 1; i < inputs.Length; i++)
        {
            batch.SetInput(i, inputs[i]);
        }

        Mean = loss.Evaluate(batch).Value;
    }

    /// <summary>The mean of the loss over the sample.</summary>
    public double Mean { get; }

    /// <summary>new Huber(1)</summary>
    public string Construction
    {
        get
        {
            var fields = entry.Parameters.Where(p => p.BindsInput is null).ToArray();
            var constructor = entry.Type.GetConstructors().FirstOrDefault(c => c.GetParameters().Length == fields.Length);
            var arguments = fields.Select((p, i) => CSharp(p, constructor!.GetParameters()[i].ParameterType));
            return $"new {entry.Type.Name}({string.Join(", ", arguments)})";
        }
    }

    public string ByType
    {
        get
        {
            var immutable = Construction.Contains("ImmutableArray", StringComparison.Ordinal) ? "using System.Collections.Immutable;\n" : "";
            var text = $"{immutable}using Minima;\nusing {entry.Type.Namespace};\n\n{Declarations()}";
            if (setting is not null)
            {
                return text + $"double {Result} = {Construction}.ValueAndGradient(prediction, {(TakesLabels ? "labels" : "target")}, {RowSetting.Classes}, gradient);";
            }

            return entry.Shape == "PointLoss" && entry.Inputs[0].Differentiated
                ? text + $"double {Result} = {Construction}.ValueAndGradient({Variable(0)}, {Variable(1)}, gradient);"
                : text + $"var result = {Construction}.Evaluate({Batch()});\ndouble {Result} = result.Value;";
        }
    }

    public string ByName
    {
        get
        {
            var parameters = string.Concat(entry.Parameters
                .Where(p => p.BindsInput is null && p.Shown is not null)
                .Select(p => $", (\"{p.Name}\", {ByNameValue(p)})"));
            return $"using Minima;\n\n{Declarations()}var loss = Loss.Create(\"{entry.Key}\"{parameters});\nvar result = loss.Evaluate({Batch()});\ndouble {Result} = result.Value;";
        }
    }

    /// <summary>A line for `minima evaluate`.</summary>
    public string Request
    {
        get
        {
            var parameters = entry.Parameters.Where(p => p.BindsInput is null && p.Shown is not null).Select(p => $"\"{p.Name}\": {Json(p.Shown)}").ToArray();
            var values = setting is null
                ? GivenInputs().Select(i => $"\"{entry.Inputs[i].Name}\": [{List(inputs[i])}]")
                : [$"\"prediction\": {Rows(setting.Rows)}", $"\"target\": {(TakesLabels ? $"[{string.Join(", ", Labels)}]" : Rows(setting.TargetRows))}"];
            var given = parameters.Length == 0 ? "" : $"\"params\": {{{string.Join(", ", parameters)}}}, ";
            return $"{{\"loss\": \"{entry.Key}\", {given}\"inputs\": {{{string.Join(", ", values)}}}}}";
        }
    }

    private bool TakesLabels => entry.Inputs[1].Kind != InputKind.Row;

    private static string Rows(double[][] rows) => $"[{Lists(rows)}]";

    private static string Lists(IEnumerable<IEnumerable<double>> rows) => string.Join(", ", rows.Select(r => $"[{List(r)}]"));

    private string Declarations()
    {
        if (setting is not null)
        {
            var target = TakesLabels ? $"int[] labels = [{string.Join(", ", Labels)}];\n" : $"double[] target = [{List(setting.TargetRows.SelectMany(r => r))}];\n";
            return $"double[] prediction = [{List(setting.Rows.SelectMany(r => r))}];\n{target}var gradient = new double[prediction.Length];\n";
        }

        var lines = GivenInputs().Select(i => $"double[] {Variable(i)} = [{List(inputs[i])}];\n");
        var gradient = entry.Inputs[0].Differentiated ? $"var gradient = new double[{Variable(0)}.Length];\n" : "";
        return string.Concat(lines) + gradient;
    }

    private string Batch()
    {
        if (setting is not null)
        {
            return $"new LossBatch<double> {{ Prediction = prediction, {(TakesLabels ? "Labels = labels" : "Target = target")}, Classes = {RowSetting.Classes}, Gradient = gradient }}";
        }

        var given = GivenInputs().Select(i => $"{Member(i)} = {Variable(i)}");
        var gradient = entry.Inputs[0].Differentiated ? ", Gradient = gradient" : "";
        return $"new LossBatch<double> {{ {string.Join(", ", given)}{gradient} }}";
    }

    private string Member(int input) => input == 0 ? "Prediction" : entry.Inputs[input].Name == "target" || (input == 1 && entry.Inputs.All(i => i.Name != "target")) ? "Target" : $"[\"{entry.Inputs[input].Name}\"]";

    /// <summary>The inputs that must be given; the others take the constants that they are bound to.</summary>
    private IEnumerable<int> GivenInputs() => Enumerable.Range(0, inputs.Length).Where(i => entry.Inputs[i].BoundTo is null);

    /// <summary>What the mean is called; an input may have that name.</summary>
    private string Result => entry.Inputs.Any(input => input.Name == "mean") ? "value" : "mean";

    private string Variable(int input) => CSharpName.Of(entry.Inputs[input].Name);

    private static string CSharp(ParameterInfo parameter, Type type) => parameter.Shown switch
    {
        null => "null",
        string word => $"{type.Name}.{type.GetEnumNames()[parameter.Choices.ToList().IndexOf(word)]}",
        ImmutableArray<double> list when type == typeof(PerClass) => $"ImmutableArray.Create<double>({List(list)})",
        ImmutableArray<double> list => $"[{List(list)}]",
        ImmutableArray<ImmutableArray<double>> rows => $"[{Lists(rows.Select(r => r.AsEnumerable()))}]",
        double.PositiveInfinity => "double.PositiveInfinity",
        double.NegativeInfinity => "double.NegativeInfinity",
        var value => ParameterInfo.Format(value),
    };

    private static string ByNameValue(ParameterInfo parameter) => parameter.Shown switch
    {
        string word => $"\"{word}\"",
        ImmutableArray<double> list => $"new double[] {{ {List(list)} }}",
        ImmutableArray<ImmutableArray<double>> rows => $"new double[][] {{ {Lists(rows.Select(r => r.AsEnumerable()))} }}",
        double.PositiveInfinity => "double.PositiveInfinity",
        double.NegativeInfinity => "double.NegativeInfinity",
        double number when number == Math.Floor(number) && Math.Abs(number) < 1e15 => ParameterInfo.Format(number) + ".0",
        var value => ParameterInfo.Format(value),
    };

    private static string Json(object? value) => value switch
    {
        string word => $"\"{word}\"",
        double.PositiveInfinity or double.NegativeInfinity => $"\"{ParameterInfo.Format(value)}\"",
        _ => ParameterInfo.Format(value),
    };

    private static string List(IEnumerable<double> values) => string.Join(", ", values.Select(Numbers.Full));

    private static double[][] Sample(View view)
    {
        double[] axis;
        double[] targets;
        switch (view.Kind)
        {
            case AxisKind.Residual:
                (axis, targets) = ([2.5, 0, 2.1], [3, -0.5, 2]);
                break;
            case AxisKind.Margin:
                (axis, targets) = ([0.8, -0.4, 2], [1, -1, -1]);
                break;
            case AxisKind.Logit:
                (axis, targets) = ([2, -1, 0.5], [1, 0, 1]);
                break;
            case AxisKind.Probability when view.Targets.Length == 2:
                (axis, targets) = ([0.9, 0.2, 0.8], [1, 0, 1]);
                break;
            default:
                axis = [view.Points[^5], view.Points[^4], view.Points[^2]];
                targets = [view.Targets[0], view.Targets[0], view.Targets[0]];
                break;
        }

        var ordinary = view.InputsAt(view.Targets[0]);
        return [.. ordinary.Select((value, i) => i == 0 ? axis : i == view.TargetIndex ? targets : [value, value, value])];
    }
}

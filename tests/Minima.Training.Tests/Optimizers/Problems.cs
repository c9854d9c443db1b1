using System.Text.Json;

namespace Minima.Training.Tests.Optimizers;

/// <summary>The problems of the reference trajectories: values, and gradients by hand.</summary>
internal abstract class Problem
{
    public static readonly string[] Names = ["quadratic", "rosenbrock", "logistic"];

    private static readonly Lazy<JsonElement> Data = new(() => Reference.Read("problems"));

    protected Problem(string name, ElementType type)
    {
        var starts = Data.Value.GetProperty(name).GetProperty("start");
        Parameters = [.. starts.EnumerateArray().Select((start, i) => TestParameter.Of($"p{i}", type, Reference.Numbers(start)))];
    }

    public IReadOnlyList<Parameter> Parameters { get; }

    public static Problem Make(string name, ElementType type = ElementType.Double) => name switch
    {
        "quadratic" => new Quadratic(type),
        "rosenbrock" => new Rosenbrock(type),
        _ => new Logistic(type),
    };

    /// <summary>All parameters one after another.</summary>
    public double[] Flat() => [.. Parameters.SelectMany(p => p.Value.ToArray())];

    /// <summary>Sets the gradients at the present parameters and returns the value.</summary>
    public double Evaluate()
    {
        var (value, gradients) = At([.. Parameters.Select(p => p.Value.ToArray())]);
        for (var i = 0; i < gradients.Length; i++) Parameters[i].SetGradient(gradients[i]);
        return value;
    }

    protected abstract (double Value, double[][] Gradients) At(double[][] x);

    protected static JsonElement Of(string problem, string field) => Data.Value.GetProperty(problem).GetProperty(field);

    private sealed class Quadratic(ElementType type) : Problem("quadratic", type)
    {
        private readonly double[] _curvature = Reference.Numbers(Of("quadratic", "curvature"));
        private readonly double[] _centre = Reference.Numbers(Of("quadratic", "centre"));

        protected override (double, double[][]) At(double[][] x)
        {
            var gradient = new double[x[0].Length];
            double value = 0;
            for (var i = 0; i < gradient.Length; i++)
            {
                var residual = x[0][i] - _centre[i];
                gradient[i] = _curvature[i] * residual;
                value += 0.5 * gradient[i] * residual;
            }

            return (value, [gradient]);
        }
    }

    private sealed class Rosenbrock(ElementType type) : Problem("rosenbrock", type)
    {
        protected override (double, double[][]) At(double[][] x)
        {
            var (a, b) = (x[0][0], x[0][1]);
            var valley = b - (a * a);
            return ((100 * valley * valley) + ((1 - a) * (1 - a)), [[(-400 * a * valley) - (2 * (1 - a)), 200 * valley]]);
        }
    }

    private sealed class Logistic(ElementType type) : Problem("logistic", type)
    {
        private readonly double[][] _inputs = [.. Of("logistic", "inputs").EnumerateArray().Select(Reference.Numbers)];
        private readonly double[] _labels = Reference.Numbers(Of("logistic", "labels"));

        protected override (double, double[][]) At(double[][] x)
        {
            var weights = new double[x[0].Length];
            double bias = 0, value = 0;
            for (var row = 0; row < _labels.Length; row++)
            {
                var score = x[1][0];
                for (var i = 0; i < weights.Length; i++) score += _inputs[row][i] * x[0][i];
                value += Math.Max(score, 0) - (score * _labels[row]) + Math.Log(1 + Math.Exp(-Math.Abs(score)));
                var error = ((1 / (1 + Math.Exp(-score))) - _labels[row]) / _labels.Length;
                for (var i = 0; i < weights.Length; i++) weights[i] += error * _inputs[row][i];
                bias += error;
            }

            return (value / _labels.Length, [weights, [bias]]);
        }
    }
}

/// <summary>The numbers that tests/reference/training/make_*.py wrote.</summary>
internal static class Reference
{
    public static JsonElement Read(string name)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "reference", "training", "optimizers", name + ".json")));
        return document.RootElement.Clone();
    }

    public static double[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(x => x.GetDouble())];
}

/// <summary>Parameters made of numbers, and gradients given to them.</summary>
internal static class TestParameter
{
    public static Parameter Of(string name, ElementType type, params double[] values) => Of(name, type, [values.Length], values);

    public static Parameter Of(string name, ElementType type, Shape shape, params double[] values) => new(name, Tensor.Of(values, shape).To(type));

    public static void SetGradient(this Parameter parameter, params double[] gradient) =>
        parameter.Value.Node.Gradient = Tensor.Of(gradient, parameter.Value.Shape).To(parameter.Value.Type).Keep();
}

/// <summary>Refusals by their words.</summary>
internal static class Refusal
{
    /// <summary>What is made must be refused with a message that contains the words.</summary>
    public static void Of(string message, Func<object?> make) => Assert.Contains(message, Assert.Throws<TrainingException>(() => { _ = make(); }).Message, StringComparison.Ordinal);

    /// <summary>What is done must be refused with a message that contains the words.</summary>
    public static void Of(string message, Action act) => Assert.Contains(message, Assert.Throws<TrainingException>(act).Message, StringComparison.Ordinal);
}

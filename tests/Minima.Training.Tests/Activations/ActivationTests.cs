using System.Globalization;
using System.Text.Json;
using Minima.Training.Tests.Tensors;

namespace Minima.Training.Tests.Activations;

/// <summary>Activations against mpmath: value, slope and curvature, at kinks and extremes too.</summary>
public class ActivationTests
{
    private static readonly Dictionary<string, double[][]> Reference = Load();

    public static TheoryData<string> Names => [.. Reference.Keys];

    [Fact]
    public void EveryActivationHasReferenceRows() =>
        Assert.Equal(Training.Activations.Names.Where(name => !name.StartsWith("test_", StringComparison.Ordinal)).Order(StringComparer.Ordinal), Reference.Keys.Select(key => key.Split(' ')[0]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Names))]
    public void TheValueIsThatOfTheFormula(string name)
    {
        var rows = Reference[name];
        var found = Layer(name).Forward(Points(rows)).ToArray();
        for (var i = 0; i < rows.Length; i++) Close(rows[i][1], found[i], name == "gelu_tanh" ? 5e-14 : 3e-15, 1e-300, $"{name}({rows[i][0]})");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void TheSlopeIsThatOfTheFormula(string name)
    {
        var rows = Reference[name];
        var x = Points(rows).WithGradient();
        Layer(name).Forward(x).Sum().Backward();
        var found = x.Gradient.ToArray();

        // Near the minimum of a function whose slope changes sign, digits cancel as they must: the slope's error is absolute there.
        for (var i = 0; i < rows.Length; i++) Close(rows[i][2], found[i], name == "gelu_tanh" ? 5e-14 : 1e-14, Math.Abs(rows[i][2]) > 0.5 || Math.Abs(rows[i][0]) > 4 ? 1e-300 : 1e-15, $"slope of {name} at {rows[i][0]}");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void TheCurvatureIsThatOfTheFormula(string name)
    {
        var rows = Reference[name];
        var x = Points(rows).WithGradient();
        var slope = Autograd.Gradient(Layer(name).Forward(x).Sum(), [x], createGraph: true)[0];
        if (!slope.RequiresGradient) return;
        var found = Autograd.Gradient(slope.Sum(), [x])[0].ToArray();
        for (var i = 0; i < rows.Length; i++)
        {
            if (!double.IsNaN(rows[i][3])) Close(rows[i][3], found[i], 1e-13, 1e-14, $"curvature of {name} at {rows[i][0]}");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void NaNStaysNaN(string name)
    {
        var x = Tensor.Of([double.NaN, 1.0], [2]);
        Assert.True(double.IsNaN(Layer(name).Forward(x).ToArray()[0]));
        Assert.True(double.IsNaN(Layer(name).Forward(x.To(ElementType.Single)).ToArray()[0]));
    }

    /// <summary>In units in the last place of the double formula at the same floats, over 20 000 of them. A slope that changes sign is held in units of 1/4; the argument of gelu_tanh's exponential is rounded, which its tail shows.</summary>
    [Theory]
    [InlineData("relu", 0, 0)]
    [InlineData("leaky_relu", 1, 0.5)]
    [InlineData("elu", 2, 1.5)]
    [InlineData("selu", 2.5, 2)]
    [InlineData("gelu", 6, 6)]
    [InlineData("gelu_tanh", 6, 6)]
    [InlineData("silu", 3.5, 5)]
    [InlineData("mish", 4, 6)]
    [InlineData("softplus", 2, 3)]
    [InlineData("softsign", 2, 4)]
    [InlineData("tanh", 2.5, 5)]
    [InlineData("sigmoid", 3, 4)]
    [InlineData("hard_tanh", 0, 0)]
    [InlineData("hard_sigmoid", 2, 1)]
    [InlineData("hard_swish", 3, 2)]
    [InlineData("identity", 0, 0)]
    public void FloatIsWithinUlpsOfDouble(string name, double ulps, double slopeUlps)
    {
        var random = new Random(11);
        var points = new float[20_000];
        for (var i = 0; i < points.Length; i++) points[i] = (float)((random.NextDouble() - 0.5) * (i % 2 == 0 ? 4 : 24));
        var single = Tensor.Of(points, [points.Length]).WithGradient();
        var exact = single.Detach().To(ElementType.Double).WithGradient();
        var layer = Layer(name);
        var found = layer.Forward(single);
        var expected = layer.Forward(exact);
        found.Sum().Backward();
        expected.Sum().Backward();
        var floor = name == "gelu_tanh" ? Ulp(0.125) : 0;
        var worst = 0.0;
        var worstSlope = 0.0;
        var (values, references, slopes, slopeReferences) = (found.ToArray(), expected.ToArray(), single.Gradient.ToArray(), exact.Gradient.ToArray());
        for (var i = 0; i < points.Length; i++)
        {
            worst = Math.Max(worst, Math.Abs(values[i] - references[i]) / Math.Max(Ulp(references[i]), floor));
            worstSlope = Math.Max(worstSlope, Math.Abs(slopes[i] - slopeReferences[i]) / Math.Max(Ulp(slopeReferences[i]), Math.Abs(points[i]) < 4 ? Ulp(0.25) : floor));
        }

        Assert.True(worst <= ulps && worstSlope <= slopeUlps, $"{name}: value {worst} ulp, slope {worstSlope} ulp");
    }

    [Fact]
    public void TheSugarIsTheLayer()
    {
        var x = GradientCheck.Numbers([40], 5, -4, 4);
        (string Name, Func<Tensor, Tensor> Function)[] sugar =
        [
            ("relu", t => t.Relu()), ("leaky_relu", t => t.LeakyRelu()), ("elu", t => t.Elu()), ("selu", t => t.Selu()), ("gelu", t => t.Gelu()), ("gelu_tanh", t => t.GeluTanh()),
            ("silu", t => t.Silu()), ("mish", t => t.Mish()), ("softplus", t => t.Softplus()), ("softsign", t => t.Softsign()), ("tanh", t => t.Tanh()), ("sigmoid", t => t.Sigmoid()),
            ("hard_tanh", t => t.HardTanh()), ("hard_sigmoid", t => t.HardSigmoid()), ("hard_swish", t => t.HardSwish()),
        ];
        foreach (var (name, function) in sugar) Assert.Equal(Layer(name).Forward(x).ToArray(), function(x).ToArray());
    }

    [Theory]
    [InlineData("GELU", "gelu")]
    [InlineData("leakyReLU", "leaky_relu(negative_slope 0.01)")]
    [InlineData("Swish", "silu")]
    [InlineData("none", "identity")]
    [InlineData("hard-swish", "hard_swish")]
    public void NamesAreFound(string name, string text) => Assert.Equal(text, Training.Activations.ByName(name).ToString());

    [Fact]
    public void ParametersArriveAndAreChecked()
    {
        Assert.Equal("elu(alpha 0.5)", Training.Activations.ByName("elu", 0.5).ToString());
        Assert.Equal("elu(alpha 1)", new Activation<Elu>().ToString());
        Assert.Contains("takes no number", Assert.Throws<TrainingException>(() => Training.Activations.ByName("relu", 0.5)).Message, StringComparison.Ordinal);
        Assert.Contains("alpha is -1", Assert.Throws<TrainingException>(() => new Elu(-1)).Message, StringComparison.Ordinal);
        Assert.Throws<TrainingException>(() => new LeakyRelu(double.NaN));
        Assert.Throws<TrainingException>(() => new LeakyRelu(double.PositiveInfinity));
        var message = Assert.Throws<TrainingException>(() => Training.Activations.ByName("gellu")).Message;
        Assert.Contains("did you mean 'gelu'", message, StringComparison.Ordinal);
        Assert.Contains("hard_swish", message, StringComparison.Ordinal);
    }

    [Fact]
    public void WordsAreNotActivated() =>
        Assert.Contains("int", Assert.Throws<TrainingException>(() => Tensor.Of([1, 2], [2]).Gelu()).Message, StringComparison.Ordinal);

    private static Activation Layer(string name)
    {
        var words = name.Split(' ');
        return Training.Activations.ByName(words[0], words.Length > 1 ? double.Parse(words[1], CultureInfo.InvariantCulture) : null);
    }

    private static Tensor Points(double[][] rows) => Tensor.Of(rows.Select(row => row[0]).ToArray(), [rows.Length]);

    private static void Close(double expected, double found, double relative, double absolute, string what)
    {
        var holds = double.IsInfinity(expected) ? expected == found : Math.Abs(expected - found) <= Math.Max(relative * Math.Abs(expected), absolute);
        Assert.True(holds, $"{what}: expected {expected:r}, found {found:r}");
    }

    private static double Ulp(double value) => BitConverter.Int32BitsToSingle(Math.Max(BitConverter.SingleToInt32Bits((float)Math.Abs(value)), 0x00800000) & 0x7F800000) * 1.1920929e-7;

    private static Dictionary<string, double[][]> Load()
    {
        using var file = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "reference", "training", "layers", "activations.json")));
        return file.RootElement.EnumerateObject().ToDictionary(one => one.Name, one => one.Value.EnumerateArray().Select(row => row.EnumerateArray().Select(Number).ToArray()).ToArray(), StringComparer.Ordinal);
    }

    private static double Number(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Null => double.NaN,
        JsonValueKind.String => element.GetString() == "inf" ? double.PositiveInfinity : double.NegativeInfinity,
        _ => element.GetDouble(),
    };
}

using System.Text.Json;
using System.Text.Json.Nodes;
using Minima.Tensors.Randomness;

namespace Minima.Training.Tests.Layers;

/// <summary>Every layer against PyTorch in double: output, gradients of input and parameters, running estimates; built from its description.</summary>
public class LayerReferenceTests
{
    private static readonly Dictionary<string, JsonObject> Cases = Load();

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void OutputAndGradientsAreThoseOfPyTorch(string name)
    {
        var one = Cases[name];
        var model = Model(one);
        var isIndex = one["input_gradient"] is null;
        var x = isIndex ? Read(one["input"]!).To(ElementType.Int32) : Read(one["input"]!).WithGradient();
        var y = model.Forward(x);
        Close(one["output"]!, y, "output");
        (y * Read(one["seed"]!)).Sum().Backward();
        if (!isIndex) Close(one["input_gradient"]!, x.Gradient, "gradient of the input");
        foreach (var parameter in model.Parameters) Close(one["gradients"]![parameter.Name]!, parameter.Gradient, parameter.Name);
        foreach (var buffer in model.Buffers) Close(one["buffers_after"]![buffer.Name]!, buffer.Value, buffer.Name);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void FloatFollowsDouble(string name)
    {
        var one = Cases[name];
        var description = InFloat(one["layer"]!.DeepClone()).AsObject();
        var model = ModelBuilder.Build(description, new RandomState(1));
        model.Train((bool)one["training"]!);
        foreach (var parameter in model.Parameters) Fill(parameter.Value, one["parameters"]![parameter.Name]!);
        foreach (var buffer in model.Buffers) Fill(buffer.Value, one["buffers_before"]![buffer.Name]!);
        var isIndex = one["input_gradient"] is null;
        var x = Read(one["input"]!).To(isIndex ? ElementType.Int32 : ElementType.Single);
        if (!isIndex) x = x.WithGradient();
        var y = model.Forward(x);
        Assert.Equal(ElementType.Single, y.Type);
        Close(one["output"]!, y.To(ElementType.Double), "output", 2e-5);
        (y * Read(one["seed"]!).To(ElementType.Single)).Sum().Backward();
        if (!isIndex) Close(one["input_gradient"]!, x.Gradient.To(ElementType.Double), "gradient of the input", 5e-5);
        foreach (var parameter in model.Parameters) Close(one["gradients"]![parameter.Name]!, parameter.Gradient.To(ElementType.Double), parameter.Name, 5e-5);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void ADescriptionBuildsTheSameModel(string name)
    {
        var model = Model(Cases[name]);
        var description = model.Describe().ToJsonString();
        using var read = JsonDocument.Parse(description);
        var again = ModelBuilder.Build(read.RootElement, new RandomState(2));
        Assert.Equal(description, again.Describe().ToJsonString());
        Assert.Equal(model.ToString(), again.ToString());
        Assert.Equal(model.Parameters.Select(parameter => parameter.ToString()), again.Parameters.Select(parameter => parameter.ToString()), StringComparer.Ordinal);
        Assert.Equal(model.Buffers.Select(buffer => buffer.Name), again.Buffers.Select(buffer => buffer.Name), StringComparer.Ordinal);
        Assert.Equal(model.RandomStates.Count, again.RandomStates.Count);
    }

    [SlowTheory]
    [MemberData(nameof(Names))]
    public void ASteadyStepAllocatesNothing(string name)
    {
        var one = Cases[name];
        var model = Model(one);
        var isIndex = one["input_gradient"] is null;
        var x = isIndex ? Read(one["input"]!).To(ElementType.Int32) : Read(one["input"]!).WithGradient();
        for (var i = 0; i < 5; i++) Step();
        Assert.Equal(0, Steady.Allocated(Step, steps: 10));

        void Step()
        {
            using var step = StepScope.Begin();
            model.ClearGradients();
            if (!isIndex) x.ClearGradient();
            model.Forward(x).Sum().Backward();
        }
    }

    private static Module Model(JsonObject one)
    {
        var model = ModelBuilder.Build(one["layer"]!.DeepClone().AsObject(), new RandomState(1));
        model.Train((bool)one["training"]!);
        Assert.Equal(one["parameters"]!.AsObject().Select(parameter => parameter.Key).Order(StringComparer.Ordinal), model.Parameters.Select(parameter => parameter.Name).Order(StringComparer.Ordinal));
        foreach (var parameter in model.Parameters) Fill(parameter.Value, one["parameters"]![parameter.Name]!);
        foreach (var buffer in model.Buffers) Fill(buffer.Value, one["buffers_before"]![buffer.Name]!);
        return model;
    }

    private static void Fill(Tensor tensor, JsonNode node)
    {
        var values = Read(node);
        Assert.Equal(values.Shape, tensor.Shape);
        if (tensor.Type == ElementType.Double) values.Read<double>().CopyTo(tensor.Write<double>());
        else values.To(ElementType.Single).Read<float>().CopyTo(tensor.Write<float>());
    }

    private static Tensor Read(JsonNode node) =>
        Tensor.Of(node["values"]!.AsArray().Select(value => value!.GetValue<double>()).ToArray(), Shape.Of(node["shape"]!.AsArray().Select(length => (int)length!).ToArray()));

    private static JsonNode InFloat(JsonNode description)
    {
        var one = description.AsObject();
        one.Remove("type");
        if (one["layers"] is JsonArray layers)
        {
            foreach (var layer in layers) InFloat(layer!);
        }

        return description;
    }

    private static void Close(JsonNode expected, Tensor found, string what, double tolerance = 1e-12)
    {
        var values = Read(expected);
        Assert.Equal(values.Shape, found.Shape);
        var (left, right) = (values.ToArray(), found.ToArray());
        for (var i = 0; i < left.Length; i++) Assert.True(Math.Abs(left[i] - right[i]) <= tolerance * Math.Max(1, Math.Abs(left[i])), $"{what}, element {i}: PyTorch has {left[i]:r}, found {right[i]:r}");
    }

    private static Dictionary<string, JsonObject> Load() =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "reference", "training", "layers", "layers.json")))!.AsArray()
            .ToDictionary(one => (string)one!["name"]!, one => one!.AsObject(), StringComparer.Ordinal);
}

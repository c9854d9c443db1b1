using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Minima.Reals;
using Minima.Tensors.Randomness;

namespace Minima.Training.Tests.Layers;

/// <summary>Descriptions that people type, damaged and hostile ones, and layers of one's own.</summary>
public class ModelBuilderTests
{
    [Fact]
    public void WhatIsLeftOutHasItsDefault()
    {
        var model = Build("""
            {"kind": "sequential", "layers": [
              {"kind": "conv2d", "inputs": 1, "outputs": 2, "kernel": 3, "padding": "same"}, {"kind": "activation", "name": "leaky_relu"}, {"kind": "average_pool2d", "window": [2, 1], "stride": 2},
              {"kind": "conv1d", "inputs": 1, "outputs": 2, "kernel": 3, "padding": "valid", "bias": false}, {"kind": "max_pool1d", "window": 2}, {"kind": "batch_norm", "channels": 3},
              {"kind": "residual", "inner": {"kind": "linear", "inputs": 2, "outputs": 2}}, {"kind": "transformer_block", "width": 4, "heads": 2}, {"kind": "dropout"}]}
            """);
        Assert.Equal(
            "Sequential(Conv2D(1 -> 2, 3x3, stride 1, padding 1), leaky_relu(negative_slope 0.01), AveragePool2D(2x1, stride 2, padding 0), Conv1D(1 -> 2, 3, stride 1, padding 0), MaxPool1D(2, stride 2, padding 0), BatchNorm(3), " +
            "Residual(Linear(2 -> 2)), TransformerBlock(4, 2 heads, 16 hidden), Dropout(0.5))",
            model.ToString());
        Assert.Equal(model.Describe().ToJsonString(), ModelBuilder.Build(model.Describe(), new RandomState(9)).Describe().ToJsonString());
    }

    [Theory]
    [InlineData("""{"inputs": 1}""", "\"kind\" is missing")]
    [InlineData("""{"kind": 3}""", "\"kind\" is not text")]
    [InlineData("""{"kind": "liner", "inputs": 1, "outputs": 1}""", "did you mean 'linear'")]
    [InlineData("""{"kind": "linear", "inputs": 1}""", "\"outputs\" is missing")]
    [InlineData("""{"kind": "linear", "inputs": 0, "outputs": 1}""", "\"inputs\" is not a whole number from 1")]
    [InlineData("""{"kind": "linear", "inputs": 1.5, "outputs": 1}""", "\"inputs\" is not a whole number")]
    [InlineData("""{"kind": "linear", "inputs": "3", "outputs": 1}""", "\"inputs\" is not a whole number")]
    [InlineData("""{"kind": "linear", "inputs": 1, "outputs": 2147483648}""", "\"outputs\" is not a whole number")]
    [InlineData("""{"kind": "linear", "inputs": 1, "outputs": 1, "output": 2}""", "\"output\" is unknown to a linear (did you mean 'outputs'")]
    [InlineData("""{"kind": "linear", "inputs": 1, "outputs": 1, "type": "half"}""", "float or double")]
    [InlineData("""{"kind": "linear", "inputs": 1, "outputs": 1, "bias": 1}""", "neither true nor false")]
    [InlineData("""{"kind": "dropout", "rate": "much"}""", "\"rate\" is not a number")]
    [InlineData("""{"kind": "conv2d", "inputs": 1, "outputs": 1, "kernel": [3, 3, 3]}""", "\"kernel\" is not a whole number")]
    [InlineData("""{"kind": "conv2d", "inputs": 1, "outputs": 1, "kernel": 3, "padding": "some"}""", "same or valid")]
    [InlineData("""{"kind": "sequential", "layers": {}}""", "\"layers\" is not an array")]
    [InlineData("""{"kind": "sequential", "layers": [{"kind": "flatten"}, 5]}""", "layer layers[1] is not a JSON object")]
    [InlineData("""{"kind": "sequential", "layers": [{"kind": "residual", "inner": {"kind": "gru", "inputs": 2}}]}""", "layer layers[0].inner: \"size\" is missing")]
    [InlineData("""{"kind": "transformer_block", "width": 4, "heads": 2, "activation": {"kind": "flatten"}}""", "must be an activation")]
    [InlineData("""{"kind": "activation", "name": "gellu"}""", "did you mean 'gelu'")]
    [InlineData("""{"kind": "activation", "name": "gelu", "alpha": 1}""", "\"alpha\" is unknown")]
    [InlineData("""{"kind": "attention", "width": 5, "heads": 2}""", "5 is not divisible by 2 heads")]
    public void ADamagedDescriptionIsRefusedByNameAndPlace(string json, string reason)
    {
        var message = Assert.Throws<TrainingException>(() => Build(json)).Message;
        Assert.Contains(reason, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"kind": "linear", "inputs": 16000000, "outputs": 16000000}""")]
    [InlineData("""{"kind": "conv2d", "inputs": 16000000, "outputs": 16000000, "kernel": [16000000, 16000000]}""")]
    [InlineData("""{"kind": "sequential", "layers": [{"kind": "embedding", "count": 16000000, "width": 10}, {"kind": "gru", "inputs": 1, "size": 6000}, {"kind": "attention", "width": 2000, "heads": 1}]}""")]
    public void AModelBeyondTheLimitIsRefusedBeforeItTakesMemory(string json)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        using var document = JsonDocument.Parse(json);
        var message = Assert.Throws<TrainingException>(() => ModelBuilder.Build(document.RootElement, new RandomState(1), 1 << 20)).Message;
        Assert.Contains("1048576 are allowed", message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200_000);
    }

    [Fact]
    public void NoObjectIsNoModel()
    {
        using var document = JsonDocument.Parse("[1]");
        Assert.Contains("Array", Assert.Throws<TrainingException>(() => ModelBuilder.Build(document.RootElement, new RandomState(1))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ALayerAtTwoPlacesIsNotDescribed()
    {
        var shared = new Linear(2, 2, new RandomState(1));
        Assert.Contains("several places", Assert.Throws<TrainingException>(() => new Sequential(shared, new Residual(shared)).Describe()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LayersOfOnesOwnJoin()
    {
        var model = new Sequential(new Scale(3));
        Assert.Contains("not a known layer", Assert.Throws<TrainingException>(() => Build(model.Describe().ToJsonString())).Message, StringComparison.Ordinal);
        ModelBuilder.Register("test_scale", one => new Scale(one.Size("width")));
        Assert.Equal("0.factor [3]", Build(model.Describe().ToJsonString()).Parameters[0].ToString());
        Assert.Contains("test_scale", ModelBuilder.KnownKinds, StringComparer.Ordinal);
        Assert.Throws<TrainingException>(() => ModelBuilder.Register("test_scale", one => new Scale(1)));
        Assert.Contains("has no description", Assert.Throws<TrainingException>(() => new Silent().Describe()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ActivationsOfOnesOwnJoin()
    {
        var model = new Sequential(new Activation<Cube>());
        Assert.Equal([8, -27], model.Forward(Tensor.Of([2.0, -3], [1, 2])).ToArray());
        Assert.Contains("Register<Cube>", Assert.Throws<TrainingException>(() => model.Describe()).Message, StringComparison.Ordinal);
        Training.Activations.Register<Cube>();
        Training.Activations.Register<Cube>();
        Assert.Equal("Sequential(test_cube)", Build(model.Describe().ToJsonString()).ToString());
        Assert.Throws<TrainingException>(() => Training.Activations.Register<Impostor>());
    }

    private static Module Build(string json)
    {
        using var document = JsonDocument.Parse(json);
        return ModelBuilder.Build(document.RootElement, new RandomState(1));
    }

    private readonly record struct Cube : IActivation
    {
        public static string Name => "test_cube";

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Of<T>(T x)
            where T : IReal<T> => x * x * x;
    }

    private readonly record struct Impostor : IActivation
    {
        public static string Name => "relu";

        public T Of<T>(T x)
            where T : IReal<T> => x;
    }

    private sealed class Scale : Module
    {
        private readonly Parameter _factor;

        public Scale(int width) => _factor = Add("factor", Tensor.Ones([width]));

        protected override JsonObject Description() => new() { ["kind"] = "test_scale", ["width"] = _factor.Value.Count };

        protected override Tensor Compute(Tensor input) => input * _factor.Value.BroadcastTo(input.Shape);
    }

    private sealed class Silent : Module
    {
        protected override Tensor Compute(Tensor input) => input;
    }
}

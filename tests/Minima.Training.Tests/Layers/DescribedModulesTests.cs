using System.Text.Json;
using System.Text.Json.Nodes;
using Minima.Tensors.Randomness;
using Minima.Training.Checkpoints;
using Minima.Training.Generative;
using Minima.Training.Quantization;
using Minima.Training.Uncertainty;

namespace Minima.Training.Tests.Layers;

/// <summary>Every module that Minima offers can be saved, and loaded by its description alone.</summary>
public sealed class DescribedModulesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("minima-described-").FullName;

    /// <summary>One of each kind, with sizes and options that are not the defaults where there are any, and an input for it.</summary>
    private static readonly Dictionary<Type, Func<RandomState, (Module Module, Tensor Input)>> Examples = new()
    {
        [typeof(Linear)] = random => (new Linear(3, 4, random, hasBias: false), Numbers(5, 3)),
        [typeof(Conv1D)] = random => (new Conv1D(2, 3, 3, random, stride: 2), Numbers(2, 2, 9)),
        [typeof(Conv2D)] = random => (new Conv2D(2, 3, new Extent(3, 2), random, stride: 2), Numbers(2, 2, 7, 6)),
        [typeof(MaxPool1D)] = _ => (new MaxPool1D(3, 2), Numbers(2, 2, 9)),
        [typeof(MaxPool2D)] = _ => (new MaxPool2D(3, 2), Numbers(2, 2, 9, 9)),
        [typeof(AveragePool1D)] = _ => (new AveragePool1D(3, 2), Numbers(2, 2, 9)),
        [typeof(AveragePool2D)] = _ => (new AveragePool2D(3, 2), Numbers(2, 2, 9, 9)),
        [typeof(BatchNorm)] = _ => (new BatchNorm(3), Numbers(6, 3)),
        [typeof(LayerNorm)] = _ => (new LayerNorm(3), Numbers(6, 3)),
        [typeof(Dropout)] = random => (new Dropout(0.3, random), Numbers(6, 3)),
        [typeof(Embedding)] = random => (new Embedding(7, 3, random), Tensor.Of([1, 6, 0], [3])),
        [typeof(PositionalEmbedding)] = random => (new PositionalEmbedding(5, 3, random), Numbers(2, 5, 3)),
        [typeof(Gru)] = random => (new Gru(3, 4, random), Numbers(2, 5, 3)),
        [typeof(MultiHeadAttention)] = random => (new MultiHeadAttention(4, 2, random), Numbers(2, 5, 4)),
        [typeof(TransformerBlock)] = random => (new TransformerBlock(4, 2, random), Numbers(2, 5, 4)),
        [typeof(Activation<>)] = _ => (Training.Activations.ByName("leaky_relu"), Numbers(6, 3)),
        [typeof(Flatten)] = _ => (new Flatten(), Numbers(2, 3, 4)),
        [typeof(Heads)] = random => (new Heads(new Linear(3, 2, random), new Linear(3, 1, random)), Numbers(5, 3)),
        [typeof(Residual)] = random => (new Residual(new Linear(3, 3, random)), Numbers(5, 3)),
        [typeof(Sequential)] = random => (Models.Mlp(3, [5], 2, random, "tanh", dropout: 0.2), Numbers(5, 3)),
        [typeof(AdaptiveRobust)] = _ => (new AdaptiveRobust(), Numbers(5)),
        [typeof(OrderedQuantiles)] = random => (new OrderedQuantiles(3, 4, random, spread: 2), Numbers(5, 3)),
        [typeof(FakeQuantizer)] = _ => (new FakeQuantizer(new QuantizationFormat(3, isSigned: false), 0.3, isLearned: false), Numbers(5, 3)),
        [typeof(QuantizedLinear)] = random => (new QuantizedLinear(new Linear(3, 4, random), Quantizer(), Quantizer()), Numbers(5, 3)),
        [typeof(QuantizedConv2D)] = random => (new QuantizedConv2D(new Conv2D(1, 2, 3, random), Quantizer(), Quantizer()), Numbers(2, 1, 5, 5)),
        [typeof(QuantizedModel)] = random => (QuantizedModel.Of(Models.Mlp(3, [5], 2, random), Numbers(20, 3)), Numbers(5, 3)),
        [typeof(SoftQuantizedLinear)] = random => (new SoftQuantizedLinear(new Linear(3, 4, random), new QuantizationFormat(3), 0.2, alpha: 0.4), Numbers(5, 3)),
        [typeof(VectorQuantizer)] = random => (new VectorQuantizer(6, 3, random), Numbers(9, 3)),
        [typeof(AffineCoupling)] = random => (new AffineCoupling(5, keepsEven: false, [7, 6], random), Numbers(4, 5)),
        [typeof(CouplingFlow)] = random => (new CouplingFlow(4, 3, [5], random), Numbers(4, 4)),
        [typeof(VariationalAutoencoder)] = random => (Autoencoder(random), Numbers(4, 6)),
    };

    public static TheoryData<string> Kinds => [.. typeof(Module).Assembly.GetExportedTypes().Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(Module))).Select(type => type.Name)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void WhatIsSavedIsLoadedByItsDescriptionAlone(string kind)
    {
        var type = typeof(Module).Assembly.GetExportedTypes().Single(one => one.Name == kind && one.IsSubclassOf(typeof(Module)));
        Assert.True(Examples.TryGetValue(type, out var make), $"{kind} is a public module without an example here: add one, and give it a Description and a line in ModelBuilder.");
        var (module, input) = make(new RandomState(3));
        module.Train(false);
        foreach (var parameter in module.Parameters.Where(parameter => parameter.Value.Count > 1)) new RandomState(8).FillNormal(parameter.Value.Write<float>(), 0, 0.5f);
        foreach (var buffer in module.Buffers) new RandomState(9).FillUniform(buffer.Value.Write<float>(), 0.5f, 2);
        var path = Path.Combine(_folder, "model");
        if (module.Parameters.Count > 0) new Trainer(module, new Objective(Loss.Create("mse")), new Sgd(module.Parameters, 0.1)).SaveModel(path);
        else ModelFile.Save(path, new SavedModel { Description = module.Describe() });

        var loaded = Module.Load(path);
        Assert.Equal(module.GetType(), loaded.GetType());
        Assert.Equal(module.ToString(), loaded.ToString());
        Assert.Equal(module.Describe().ToJsonString(), loaded.Describe().ToJsonString());
        Assert.Equal(module.Forward(input).ToArray(), loaded.Forward(input).ToArray());
        foreach (var (name, said) in More(module, input)) Assert.True(said.SequenceEqual(More(loaded, input).Single(other => other.Name == name).Said), name);
    }

    /// <summary>In double, and with the other options.</summary>
    [Fact]
    public void TheOtherOptionsAreDescribedToo()
    {
        var random = new RandomState(4);
        Module[] all =
        [
            new VectorQuantizer(4, 2, random, ElementType.Double),
            new AffineCoupling(2, keepsEven: true, [], random, ElementType.Double),
            new CouplingFlow(3, 2, [], random, ElementType.Double),
            new VariationalAutoencoder(Models.Mlp(3, [4], 4, random, type: ElementType.Double), Models.Mlp(2, [4], 3, random, type: ElementType.Double), 2, CodeLikelihood.Gaussian, 0.7, ElementType.Double),
            new SoftQuantizedLinear(new Linear(2, 2, random), new QuantizationFormat(4, isSigned: false), 0.125, 0.9),
            new FakeQuantizer(new QuantizationFormat(3, isSigned: false), 0.3, type: ElementType.Double),
            new BatchNorm(3, type: ElementType.Double),
            new LayerNorm(3, type: ElementType.Double),
            new Linear(2, 2, random, type: ElementType.Double),
            new Conv1D(2, 3, 3, random, type: ElementType.Double),
            new Conv2D(2, 3, 3, random, type: ElementType.Double),
            new Embedding(7, 3, random, type: ElementType.Double),
            new PositionalEmbedding(5, 3, random, type: ElementType.Double),
            new Gru(3, 4, random, type: ElementType.Double),
            new MultiHeadAttention(4, 2, random, type: ElementType.Double),
            new TransformerBlock(4, 2, random, type: ElementType.Double),
            new OrderedQuantiles(3, 4, random, type: ElementType.Double),
            new AdaptiveRobust(type: ElementType.Double),
        ];
        foreach (var module in all)
        {
            var copy = module.Copy();
            Assert.Equal(module.Describe().ToJsonString(), copy.Describe().ToJsonString());
            Assert.Equal([.. module.Parameters.Select(parameter => parameter.ToString())], [.. copy.Parameters.Select(parameter => parameter.ToString())]);
            Assert.Equal(module.Parameters.SelectMany(parameter => parameter.Value.ToArray()), copy.Parameters.SelectMany(parameter => parameter.Value.ToArray()));
        }
    }

    [Theory]
    [InlineData("""{"kind": "vector_quantizer", "entries": 4}""", "\"width\" is missing")]
    [InlineData("""{"kind": "vector_quantizer", "entries": 0, "width": 2}""", "\"entries\" is not a whole number from 1")]
    [InlineData("""{"kind": "vector_quantizer", "entries": 16000000, "width": 16000000}""", "are allowed")]
    [InlineData("""{"kind": "affine_coupling", "hidden": [4]}""", "\"width\" is missing")]
    [InlineData("""{"kind": "affine_coupling", "width": 1, "hidden": [4]}""", "at least 2")]
    [InlineData("""{"kind": "affine_coupling", "width": 2, "hidden": 4}""", "\"hidden\" is not an array of sizes")]
    [InlineData("""{"kind": "affine_coupling", "width": 2, "hidden": [4, -1]}""", "\"hidden[1]\" is not a whole number from 1")]
    [InlineData("""{"kind": "affine_coupling", "width": 2, "hidden": [16000000, 16000000]}""", "are allowed")]
    [InlineData("""{"kind": "affine_coupling", "width": 16000000, "hidden": [1000]}""", "are allowed")]
    [InlineData("""{"kind": "coupling_flow", "couplings": []}""", "has 0 layers")]
    [InlineData("""{"kind": "coupling_flow", "couplings": [{"kind": "affine_coupling", "width": 2}]}""", "has 1 layers")]
    [InlineData("""{"kind": "coupling_flow", "couplings": [{"kind": "affine_coupling", "width": 2}, {"kind": "flatten"}]}""", "has no inverse")]
    [InlineData("""{"kind": "coupling_flow", "couplings": [{"kind": "affine_coupling", "width": 2}, {"kind": "affine_coupling", "width": 3, "keeps_even": false}]}""", "all must take the same number")]
    [InlineData("""{"kind": "coupling_flow", "couplings": [{"kind": "affine_coupling", "width": 2}, {"kind": "affine_coupling", "width": 2, "type": "double", "keeps_even": false}]}""", "all must take the same number")]
    [InlineData("""{"kind": "coupling_flow", "couplings": [{"kind": "affine_coupling", "width": 2}, {"kind": "affine_coupling", "width": 2}]}""", "in turn")]
    [InlineData("""{"kind": "coupling_flow", "couplings": 3}""", "not an array of layers")]
    [InlineData("""{"kind": "variational_autoencoder", "encoder": {"kind": "linear", "inputs": 3, "outputs": 4}, "code_width": 2, "likelihood": "gaussian"}""", "\"decoder\" is missing")]
    [InlineData("""{"kind": "variational_autoencoder", "encoder": {"kind": "linear", "inputs": 3, "outputs": 4}, "decoder": {"kind": "linear", "inputs": 2, "outputs": 3}, "code_width": 2, "likelihood": "poisson"}""", "bernoulli or gaussian")]
    [InlineData("""{"kind": "variational_autoencoder", "encoder": {"kind": "linear", "inputs": 3, "outputs": 4}, "decoder": {"kind": "linear", "inputs": 2, "outputs": 3}, "likelihood": "gaussian"}""", "\"code_width\" is missing")]
    [InlineData("""{"kind": "variational_autoencoder", "encoder": {"kind": "linear", "inputs": 3, "outputs": 4}, "decoder": {"kind": "linear", "inputs": 2, "outputs": 3}, "code_width": 2, "likelihood": "gaussian", "deviation": -1}""", "above 0")]
    [InlineData("""{"kind": "variational_autoencoder", "encoder": {"kind": "linear", "inputs": 3, "outputs": 4}, "decoder": {"kind": "linear", "inputs": 2, "outputs": 3}, "code_width": 2, "likelihood": "gaussian", "type": "double"}""", "both must be of one type")]
    [InlineData("""{"kind": "variational_autoencoder", "encoder": {"kind": "linear", "inputs": 16000000, "outputs": 16000000}, "decoder": {"kind": "flatten"}, "code_width": 2, "likelihood": "gaussian"}""", "are allowed")]
    [InlineData("""{"kind": "soft_quantized_linear", "inner": {"kind": "flatten"}, "bits": 4, "step": 1}""", "is no Linear")]
    [InlineData("""{"kind": "soft_quantized_linear", "inner": {"kind": "linear", "inputs": 3, "outputs": 4}, "bits": 4}""", "step NaN")]
    [InlineData("""{"kind": "soft_quantized_linear", "inner": {"kind": "linear", "inputs": 3, "outputs": 4}, "bits": 40, "step": 1}""", "grid of 40 bits")]
    [InlineData("""{"kind": "soft_quantized_linear", "inner": {"kind": "linear", "inputs": 3, "outputs": 4}, "bits": 4, "step": 1, "alpha": 1}""", "alpha 1")]
    public void AHostileDescriptionIsRefusedBeforeItTakesMemory(string json, string reason)
    {
        using var document = JsonDocument.Parse(json);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var message = Assert.Throws<TrainingException>(() => ModelBuilder.Build(document.RootElement, new RandomState(1), 1 << 20)).Message;
        Assert.Contains(reason, message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 400_000);
    }

    /// <summary>Weights of other sizes than the description names are refused by name.</summary>
    [Fact]
    public void WeightsThatDoNotFitTheDescriptionAreRefused()
    {
        var description = new CouplingFlow(4, 2, [5], new RandomState(1)).Describe();
        description["couplings"]![1]!["hidden"] = new JsonArray(6);
        var loaded = ModelBuilder.Build(description, new RandomState(1));
        var weights = ModelTensors.Of(new CouplingFlow(4, 2, [5], new RandomState(1))).ToArray();
        Assert.Contains("'1.network", Assert.Throws<TrainingException>(() => ModelTensors.Copy(weights, [.. ModelTensors.Of(loaded)])).Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>What modules say besides their forward pass.</summary>
    private static IEnumerable<(string Name, double[] Said)> More(Module module, Tensor input)
    {
        switch (module)
        {
            case VectorQuantizer quantizer:
                yield return ("places", quantizer.Quantize(input).Places.ToArray());
                break;
            case AffineCoupling coupling:
                yield return ("determinant", coupling.Encode(input).LogDeterminant.ToArray());
                yield return ("inverse", coupling.Decode(input).ToArray());
                break;
            case CouplingFlow flow:
                yield return ("determinant", flow.Encode(input).LogDeterminant.ToArray());
                yield return ("drawn", flow.Draw(3, new RandomState(5)).ToArray());
                break;
            case VariationalAutoencoder autoencoder:
                yield return ("drawn", autoencoder.Draw(3, new RandomState(5), withNoise: true).ToArray());
                yield return ("loss", autoencoder.Loss(input, new RandomState(5)).ToArray());
                yield return ("bound", autoencoder.ImportanceLoss(input, 4, new RandomState(5)).ToArray());
                break;
            default:
                break;
        }
    }

    private static VariationalAutoencoder Autoencoder(RandomState random) => new(Models.Mlp(6, [5], 4, random), Models.Mlp(2, [5], 6, random), 2, CodeLikelihood.Gaussian, deviation: 0.3);

    private static FakeQuantizer Quantizer() => new(new QuantizationFormat(4), 0.25);

    private static Tensor Numbers(params ReadOnlySpan<int> lengths)
    {
        Shape shape = [.. lengths];
        var values = new float[shape.Count];
        new RandomState(6).FillNormal(values, 0, 1);
        return Tensor.Of(values, shape);
    }
}

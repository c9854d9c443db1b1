using Minima.Tensors.Randomness;
using Minima.Training.Tests.Optimizers;

namespace Minima.Training.Tests.Declarations;

/// <summary>What is declared is found by every name, has words in both languages, and makes what its options say.</summary>
public sealed class DeclarationTests
{
    private static Declaration[] All => [.. Training.Optimizers.All, .. Training.Schedules.All, .. Training.Activations.All.Where(one => one.Summary.Length > 0), .. ModelBuilder.All.Where(one => one.Summary.Length > 0), .. Metric.All];

    [Fact]
    public void EachHasWordsInBothLanguages()
    {
        foreach (var one in All)
        {
            Assert.True(one.Summary.Length > 0 && one.ChineseSummary.Any(letter => letter >= '\u4e00'), $"{one.Kind} {one.Name}");
            Assert.All(one.Parameters, option => Assert.True(option.Meaning.Length > 0 && option.ChineseMeaning.Any(letter => letter >= '\u4e00') && option.ChineseRule.Length > 0, $"{one.Kind} {one.Name}.{option.Name}"));
        }

        Assert.All(Training.Optimizers.All, one => Assert.True(one.Formula.Length > 0 && one.Source.Length > 0 && one.Elsewhere.Count > 0, one.Name));
        Assert.All(Training.Schedules.All, one => Assert.True(one.Formula.Length > 0 && one.Elsewhere.Count > 0, one.Name));
        Assert.All(Metric.All, one => Assert.True(one.Formula.Length > 0 && one.Elsewhere.Count > 0, one.Name));
        Assert.All(Training.Activations.All.Where(one => one.Summary.Length > 0), one => Assert.True(one.Formula.Length > 0 && one.Elsewhere.Count > 0, one.Name));
        Assert.Equal(32, ModelBuilder.All.Count(one => one.Summary.Length > 0));
    }

    [Fact]
    public void EachIsFoundByItsNamesAndNoNameIsTakenTwice()
    {
        foreach (var kind in All.GroupBy(one => one.Kind))
        {
            var names = kind.SelectMany(one => one.Aliases.Prepend(one.Name)).Select(Names.Normalise).ToArray();
            Assert.Equal(names.Length, names.Distinct().Count());
        }

        foreach (var one in Training.Optimizers.All) Assert.All(one.Aliases.Append(one.Name.ToUpperInvariant()), name => Assert.Same(one, Training.Optimizers.Find(name)));
        foreach (var one in Training.Schedules.All) Assert.All(one.Aliases.Append(one.Name.Replace("_", "-", StringComparison.Ordinal)), name => Assert.Same(one, Training.Schedules.Find(name)));
        foreach (var one in Training.Activations.All) Assert.All(one.Aliases.Append(one.Name), name => Assert.Equal(one.Name, Training.Activations.ByName(name).Name));
        foreach (var one in Metric.All) Assert.Equal(one.Name, Metric.ByName(one.Name).Name);
        Refusal.Of("did you mean 'adam'", () => Training.Optimizers.Find("adamm"));
        Refusal.Of("did you mean 'cosine'", () => Training.Schedules.Find("cosin"));
        Refusal.Of("did you mean 'elu'", () => Training.Activations.ByName("elux"));
        Refusal.Of("No metric is named 'acuracy'", () => Metric.ByName("acuracy"));
    }

    [Fact]
    public void AnOptimizerHasTheOptionsOfItsEntry()
    {
        var parameter = TestParameter.Of("w", ElementType.Double, 1);
        foreach (var entry in Training.Optimizers.All)
        {
            var optimizer = Training.Optimizers.Create(entry.Name, [parameter]);
            Assert.Equal((entry.Name, entry.LearningRate), (optimizer.Name, optimizer.LearningRate));
            foreach (var option in entry.Options) Assert.Equal(option.Default, optimizer.Option(option.Name));
            Assert.Equal(entry.Name, optimizer.ExportState().Kind);
        }
    }

    [Fact]
    public void ValuesOutsideTheirDomainAreRefusedByName()
    {
        var parameter = TestParameter.Of("w", ElementType.Double, 1);
        foreach (var entry in Training.Optimizers.All)
        {
            foreach (var option in entry.Options) Refusal.Of($"{entry.Name}: {option.Name} is -1; it must be {option.Rule}", () => Training.Optimizers.Create(entry.Name, [parameter], null, (option.Name, -1)));
        }

        foreach (var entry in Training.Schedules.All)
        {
            foreach (var option in entry.Options) Refusal.Of($"{entry.Name}: {option.Name} is -1; it must be {option.Rule}", () => Training.Schedules.Create(entry.Name, (option.Name, -1)));
        }

        Refusal.Of("alpha is -1", () => Training.Activations.ByName("elu", -1));
        Refusal.Of("takes no number", () => Training.Activations.ByName("relu", 1));
    }

    [Fact]
    public void AScheduleIsMadeAgainOfItsSettings()
    {
        foreach (var entry in Training.Schedules.All)
        {
            (string, double)[] given = [.. entry.Options.Select((option, i) => (option.Name, option.Kind switch { OptionKind.Count or OptionKind.CountOrZero => 40 + i, OptionKind.Switch => 1, _ => 0.25 }))];
            var one = Training.Schedules.Create(entry.Name, given);
            var again = Training.Schedules.Create(one.Name, [.. one.Settings]);
            Assert.Equal(given, one.Settings);
            Assert.Equal(one.Settings, again.Settings);
            for (var step = 0; step < 100; step += 7) Assert.Equal(one.At(step), again.At(step));
        }
    }

    [Fact]
    public void AnActivationIsBuiltAgainOfItsDescription()
    {
        foreach (var entry in Training.Activations.All)
        {
            var one = entry.Options.Count == 0 ? Training.Activations.ByName(entry.Name) : Training.Activations.ByName(entry.Name, 0.375);
            var again = ModelBuilder.Build(one.Describe(), new RandomState(1));
            Assert.Equal((one.Describe().ToJsonString(), one.ToString()), (again.Describe().ToJsonString(), again.ToString()));
        }
    }

    /// <summary>What an entry calls a parameter is what a description of the layer knows.</summary>
    [Fact]
    public void ALayersParametersAreThoseOfItsDescription()
    {
        var random = new RandomState(1);
        Module[] layers =
        [
            new Linear(2, 3, random), new Dropout(0.5, random), new BatchNorm(2), new LayerNorm(2), new Embedding(3, 2, random), new PositionalEmbedding(3, 2, random), new Gru(2, 3, random),
            new MultiHeadAttention(4, 2, random), new TransformerBlock(4, 2, random), new Conv1D(1, 2, 3, random), new Conv2D(1, 2, 3, random), new MaxPool1D(2), new MaxPool2D(2), new AveragePool1D(2), new AveragePool2D(2),
        ];
        foreach (var layer in layers)
        {
            var description = layer.Describe();
            var entry = ModelBuilder.All.Single(one => one.Name == (string)description["kind"]!);
            var known = description.Select(pair => pair.Key).Except(["kind", "type", "activation"], StringComparer.Ordinal).Order(StringComparer.Ordinal);
            Assert.Equal(known, entry.Options.Select(option => option.Name).Order(StringComparer.Ordinal));
        }
    }
}

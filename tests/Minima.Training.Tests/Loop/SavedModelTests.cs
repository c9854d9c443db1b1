using System.Text.Json.Nodes;
using Minima.Tensors.Randomness;
using Minima.Training.Checkpoints;
using Minima.Training.Data;

namespace Minima.Training.Tests.Loop;

/// <summary>What a trainer saves is enough to predict with, although nobody described anything.</summary>
public sealed class SavedModelTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("minima-saved-").FullName;

    private string Path => System.IO.Path.Combine(_folder, "model");

    [Fact]
    public void TheModelDescribesItself()
    {
        var model = Models.Mlp(2, [5], 3, new RandomState(1), dropout: 0.3);
        Trained(model).SaveModel(Path);
        var loaded = Module.Load(Path);
        var input = Tensor.Of([0.5f, -1, 2, 0.25f], [2, 2]);
        model.Train(false);
        Assert.Equal(model.Describe().ToJsonString(), loaded.Describe().ToJsonString());
        Assert.Equal(model.Forward(input).ToArray(), loaded.Forward(input).ToArray());
        Assert.False(loaded.IsTraining);
    }

    [Fact]
    public void WhatWasSaidOfTheModelStands()
    {
        var model = Models.Mlp(2, [5], 3, new RandomState(1));
        var about = new SavedModel { Description = new JsonObject { ["kind"] = "mine" }, DataTreatment = new JsonObject { ["mean"] = 3 } };
        new Trainer(model, new Objective(Loss.Create("cross_entropy")), new Sgd(model.Parameters, 0.1)) { About = about }.SaveModel(Path);
        var saved = ModelFile.Load(Path);
        Assert.Equal("mine", (string?)saved.Description["kind"]);
        Assert.Equal(3, (int?)saved.DataTreatment["mean"]);
        Assert.Contains("mine", Assert.Throws<TrainingException>(() => Module.Load(Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheTreatmentOfATableGoesWithTheModel()
    {
        var file = System.IO.Path.Combine(_folder, "table.csv");
        File.WriteAllLines(file, Enumerable.Range(0, 40).Select(i => FormattableString.Invariant($"{i},{i % 3},{i * 2}")).Prepend("a,b,y"));
        using var data = CsvData.Open(file, new() { Target = "y" });
        using var loader = new DataLoader(data);
        var model = Models.Mlp(data.Treatment.FeatureCount, [], 1, new RandomState(1));
        var trainer = new Trainer(model, new Objective(Loss.Create("mse")), new Sgd(model.Parameters, 1e-4)) { Epochs = 1 };
        trainer.Fit(loader);
        trainer.SaveModel(Path);
        var treatment = TableTreatment.FromJson(ModelFile.Load(Path).DataTreatment);
        Assert.Equal(data.Treatment.ToJson().ToJsonString(), treatment.ToJson().ToJsonString());
    }

    /// <summary>A layer of one's own without a description loses no weights, and loading says what to do.</summary>
    [Fact]
    public void AModelWithoutADescriptionKeepsItsWeights()
    {
        var model = new Sequential(new Linear(2, 3, new RandomState(1)), new Silent());
        Trained(model).SaveModel(Path);
        Assert.Contains("LoadWeights", Assert.Throws<CheckpointException>(() => Module.Load(Path)).Message, StringComparison.Ordinal);
        var again = new Sequential(new Linear(2, 3, new RandomState(2)), new Silent());
        again.LoadWeights(Path);
        Assert.Equal(Problem.Weights(model), Problem.Weights(again));
        var other = new Sequential(new Linear(3, 3, new RandomState(2)), new Silent());
        var before = Problem.Weights(other);
        Assert.Throws<TrainingException>(() => other.LoadWeights(Path));
        Assert.Equal(before, Problem.Weights(other));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static Trainer Trained(Module model)
    {
        var trainer = new Trainer(model, new Objective(Loss.Create("cross_entropy")), new Adam(model.Parameters, 0.01)) { Epochs = 2 };
        trainer.Fit(Problem.Clouds());
        return trainer;
    }

    private sealed class Silent : Module
    {
        protected override Tensor Compute(Tensor input) => input;
    }
}

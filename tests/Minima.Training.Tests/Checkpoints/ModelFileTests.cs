using Minima.Training.Checkpoints;

namespace Minima.Training.Tests.Checkpoints;

/// <summary>Models for prediction: two files, whichever of them is named.</summary>
public class ModelFileTests
{
    [Fact]
    public void WhatIsSavedComesBackByAnyOfItsNames()
    {
        using var folder = new TemporaryFolder();
        var model = Samples.Model(4);
        foreach (var name in (string[])["model", "model.json", "model.safetensors"])
        {
            ModelFile.Save(folder[name], model);
            Assert.Equal(["model.json", "model.safetensors"], folder.Files);
            Assert.Equal(Samples.Describe(model), Samples.Describe(ModelFile.Load(folder[name])));
        }
    }

    [Fact]
    public void WeightsCarryTheirOwnNamesForOtherPrograms()
    {
        using var folder = new TemporaryFolder();
        ModelFile.Save(folder["new/folder/model"], Samples.Model(4));
        using var reader = new SafeTensorsReader(folder["new/folder/model.safetensors"]);
        Assert.Equal(["layer.bias", "layer.weight", "norm.count"], reader.Entries.Select(entry => entry.Name), StringComparer.Ordinal);
    }

    [Fact]
    public void APairMayBeRenamed()
    {
        using var folder = new TemporaryFolder();
        ModelFile.Save(folder["model"], Samples.Model(4));
        File.Move(folder["model.json"], folder["best of 3.json"]);
        File.Move(folder["model.safetensors"], folder["best of 3.safetensors"]);
        Assert.Equal(Samples.Describe(Samples.Model(4)), Samples.Describe(ModelFile.Load(folder["best of 3"])));
    }

    [Fact]
    public void HalfAModelIsNone()
    {
        using var folder = new TemporaryFolder();
        Refused("model.json: there is no such file");
        ModelFile.Save(folder["model"], Samples.Model(4));
        File.Delete(folder["model.safetensors"]);
        Refused("model.safetensors: there is no such file");
        ModelFile.Save(folder["model"], Samples.Model(4));
        var other = new CheckpointStore(folder["store"]).Save(Samples.Checkpoint(1));
        File.Copy(folder["store/" + other + ".json"], folder["model.json"], overwrite: true);
        Refused("its format is 'minima-checkpoint', but 'minima-network' is expected");

        void Refused(string message) => Assert.Contains(message, Assert.Throws<CheckpointException>(() => ModelFile.Load(folder["model"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AModelWhoseLossIsUnknownLoadsAndSaysWhatItLacks()
    {
        using var folder = new TemporaryFolder();
        var losses = new Dictionary<string, LossReference>(StringComparer.Ordinal) { ["y"] = new() { Name = "comfort", Assembly = "Their.Losses", Parameters = new() { ["band"] = 2 } } };
        ModelFile.Save(folder["model"], new() { Weights = Samples.Model(1).Weights, Losses = losses });
        var loaded = ModelFile.Load(folder["model"]);
        Assert.Equal(3, loaded.Weights.Count);
        var lookup = loaded.Losses["y"].TryCreate();
        Assert.Null(lookup.Loss);
        Assert.Contains("'comfort' comes from 'Their.Losses', which is not loaded", lookup.Missing, StringComparison.Ordinal);
    }
}

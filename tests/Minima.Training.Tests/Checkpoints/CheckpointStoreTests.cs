using System.Text.Json.Nodes;
using Minima.Tensors.Randomness;
using Minima.Training.Checkpoints;

namespace Minima.Training.Tests.Checkpoints;

/// <summary>Checkpoints in a folder: what is saved comes back, what is kept, what is passed over.</summary>
public class CheckpointStoreTests
{
    [Fact]
    public void WhatIsSavedComesBackToTheBit()
    {
        using var folder = new TemporaryFolder();
        foreach (var score in (double?[])[null, 0.25, double.NaN, double.PositiveInfinity, double.NegativeInfinity, -0.0])
        {
            var state = Samples.Checkpoint(7, score);
            var name = new CheckpointStore(folder.Path).Save(state);
            Assert.Equal(Samples.Describe(state), Samples.Describe(new CheckpointStore(folder.Path).Load(name)));
        }
    }

    [Fact]
    public void TheEmptiestCheckpointComesBackToo()
    {
        using var folder = new TemporaryFolder();
        var state = new Checkpoint { Model = new(), Step = 0 };
        var store = new CheckpointStore(folder["made/on/demand"]);
        Assert.Null(store.TryLoadLatest().Found);
        Assert.Empty(store.Names);
        store.Save(state);
        Assert.Equal(Samples.Describe(state), Samples.Describe(store.TryLoadLatest().Found!));
    }

    [Fact]
    public void TheNewestIsTheOneSavedLastWhateverItsStep()
    {
        using var folder = new TemporaryFolder();
        var store = new CheckpointStore(folder.Path, keepLast: 10);
        foreach (var step in (int[])[100, 5, 5, 70]) store.Save(Samples.Checkpoint(step));
        Assert.Equal(["checkpoint-000004-step-70", "checkpoint-000003-step-5", "checkpoint-000002-step-5", "checkpoint-000001-step-100"], store.Names);
        var found = new CheckpointStore(folder.Path).TryLoadLatest();
        Assert.Equal("checkpoint-000004-step-70", found.Name);
        Assert.Equal(70, found.Found!.Step);
        Assert.Empty(found.Damaged);
    }

    [Fact]
    public void TheLastAndTheBestAreKept()
    {
        using var folder = new TemporaryFolder();
        double?[] scores = [5, 1, 3, double.NaN, 1, null, 2];
        for (var i = 0; i < scores.Length; i++)
        {
            // A new store each time, as after a kill: it knows the scores from the files.
            new CheckpointStore(folder.Path, keepLast: 2, keepBest: 2).Save(Samples.Checkpoint(i + 1, scores[i]));
        }

        var store = new CheckpointStore(folder.Path, keepLast: 2, keepBest: 2);
        Assert.Equal([7, 6, 5, 2], store.Names.Select(name => int.Parse(name.AsSpan(name.LastIndexOf('-') + 1), System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal(8, folder.Files.Length);
        var best = store.TryLoadBest();
        Assert.Equal(2, best.Found!.Step);
        Assert.Empty(best.Damaged);
    }

    [Fact]
    public void OneIsAlwaysKept()
    {
        using var folder = new TemporaryFolder();
        var store = new CheckpointStore(folder.Path, keepLast: 1, keepBest: 0);
        for (var i = 0; i < 3; i++) store.Save(Samples.Checkpoint(i, i));
        Assert.Equal(["checkpoint-000003-step-2"], store.Names);
        Assert.Equal(2, store.TryLoadBest().Found!.Step);
        Assert.Contains("Give at least 1", Assert.Throws<TrainingException>(() => new CheckpointStore(folder.Path, keepLast: 0)).Message, StringComparison.Ordinal);
        Assert.Throws<TrainingException>(() => new CheckpointStore(folder.Path, keepBest: -1));
    }

    [Fact]
    public void OtherFilesAreLeftAlone()
    {
        using var folder = new TemporaryFolder();
        string[] others = ["checkpoint-1-step-1.json", "checkpoint-000001-step-x.json", "checkpoint-000001.json", "checkpoint-999999999999999999-step-1.json", "log.jsonl", "notes.tmp", "checkpoint-000001-step-1.txt", "checkpoint--step-.json"];
        foreach (var other in others) File.WriteAllText(folder[other], "mine");
        var store = new CheckpointStore(folder.Path, keepLast: 1, keepBest: 0);
        store.Save(Samples.Checkpoint(1));
        store.Save(Samples.Checkpoint(2));
        Assert.All(others, other => Assert.Equal("mine", File.ReadAllText(folder[other])));
        Assert.Equal(["checkpoint-000002-step-2"], store.Names);
    }

    [Fact]
    public void DamagedOnesAreNamedAndPassedOver()
    {
        using var folder = new TemporaryFolder();
        var store = new CheckpointStore(folder.Path, keepLast: 10);
        for (var i = 1; i <= 6; i++) store.Save(Samples.Checkpoint(i, -i));
        Change(folder["checkpoint-000006-step-6.safetensors"], bytes => bytes[^1] ^= 1);
        File.Delete(folder["checkpoint-000005-step-5.safetensors"]);
        Change(folder["checkpoint-000004-step-4.json"], bytes => bytes[Array.LastIndexOf(bytes, (byte)'3')] = (byte)'4');
        File.WriteAllBytes(folder["checkpoint-000003-step-3.safetensors"], File.ReadAllBytes(folder["checkpoint-000003-step-3.safetensors"])[..^9]);
        foreach (var found in (CheckpointSearch[])[store.TryLoadLatest(), new CheckpointStore(folder.Path).TryLoadBest()])
        {
            Assert.Equal(2, found.Found!.Step);
            Assert.Equal("checkpoint-000002-step-2", found.Name);
            var reasons = found.Damaged.ToDictionary(damaged => damaged.Name, damaged => damaged.Reason, StringComparer.Ordinal);
            Assert.Equal(4, reasons.Count);
            Assert.Contains("checkpoint-000006-step-6.safetensors: it does not have the checksum", reasons["checkpoint-000006-step-6"], StringComparison.Ordinal);
            Assert.Contains("there is no such file", reasons["checkpoint-000005-step-5"], StringComparison.Ordinal);
            Assert.Contains("checkpoint-000004-step-4.json: its contents do not have the checksum", reasons["checkpoint-000004-step-4"], StringComparison.Ordinal);
            Assert.Contains("It was cut off", reasons["checkpoint-000003-step-3"], StringComparison.Ordinal);
        }

        Assert.Throws<CheckpointException>(() => store.Load("checkpoint-000006-step-6"));
        Assert.Contains("There is no checkpoint 'x'", Assert.Throws<CheckpointException>(() => store.Load("x")).Message, StringComparison.Ordinal);
        Assert.Throws<CheckpointException>(() => store.Load("../checkpoint-000006-step-6"));
    }

    [Fact]
    public void WhenAllAreDamagedNoneIsFound()
    {
        using var folder = new TemporaryFolder();
        var store = new CheckpointStore(folder.Path);
        store.Save(Samples.Checkpoint(1));
        File.WriteAllText(folder["checkpoint-000001-step-1.json"], "");
        var found = store.TryLoadLatest();
        Assert.Null(found.Found);
        Assert.Null(found.Name);
        Assert.Single(found.Damaged);

        // Training can begin again all the same, and what it saves counts as newer.
        Assert.Equal("checkpoint-000002-step-2", store.Save(Samples.Checkpoint(2)));
        Assert.Equal(2, store.TryLoadLatest().Found!.Step);
    }

    [Fact]
    public void JsonOfOneSaveDoesNotTakeTensorsOfAnother()
    {
        using var folder = new TemporaryFolder();
        var store = new CheckpointStore(folder.Path);
        store.Save(Samples.Checkpoint(1));
        store.Save(Samples.Checkpoint(2));
        File.Copy(folder["checkpoint-000001-step-1.safetensors"], folder["checkpoint-000002-step-2.safetensors"], overwrite: true);
        var found = store.TryLoadLatest();
        Assert.Equal(1, found.Found!.Step);
        Assert.Contains("belongs to another save", found.Damaged[0].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void StatesThatCouldNotBeReadAgainAreRefusedAndLeaveNothing()
    {
        using var folder = new TemporaryFolder();
        var store = new CheckpointStore(folder.Path);
        Refused("steps are counted from 0", new() { Model = new(), Step = -1 });
        Refused("Write NaN and infinities by JsonNumber.Of", new() { Model = new(), Step = 1, Position = new() { ["loss"] = double.NaN } });
        var deep = new JsonObject();
        for (var i = 0; i < 70; i++) deep = new() { ["a"] = deep };
        Refused("nest at most", new() { Model = new() { Description = deep }, Step = 1 });
        Refused("at most 16777216 are read again", new() { Model = new() { Metrics = new() { ["text"] = new string('x', 16_777_216) } }, Step = 1 });
        Refused("given twice", new() { Model = new() { Weights = [new("a", Tensor.Ones([1])), new("a", Tensor.Ones([1]))] }, Step = 1 });
        Assert.Empty(folder.Files);

        void Refused(string message, Checkpoint state) => Assert.Contains(message, Assert.Throws<CheckpointException>(() => store.Save(state)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AGeneratorGoesOnFromACheckpoint()
    {
        using var folder = new TemporaryFolder();
        var (store, random) = (new CheckpointStore(folder.Path), new RandomState(3));
        random.FillNormal(new float[100]);
        store.Save(new() { Model = new(), Step = 1, Random = new Dictionary<string, RandomSnapshot>(StringComparer.Ordinal) { ["dropout"] = random.Snapshot } });
        var resumed = new RandomState(store.TryLoadLatest().Found!.Random["dropout"]);
        Assert.Equal(Enumerable.Range(0, 50).Select(_ => random.NextNormal()), Enumerable.Range(0, 50).Select(_ => resumed.NextNormal()));
    }

    private static void Change(string path, Action<byte[]> change)
    {
        var bytes = File.ReadAllBytes(path);
        change(bytes);
        File.WriteAllBytes(path, bytes);
    }
}

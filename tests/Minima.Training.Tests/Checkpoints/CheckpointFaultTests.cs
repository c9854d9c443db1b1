using Minima.Training.Checkpoints;

namespace Minima.Training.Tests.Checkpoints;

/// <summary>A disk that fills up at every byte of a save, and a process that dies at every step of one: the last good checkpoint loads.</summary>
public class CheckpointFaultTests
{
    /// <summary>Does everything, without waiting for the disk itself.</summary>
    private static FaultyDisk Reliable => new(int.MaxValue, kills: false);

    [Fact]
    public void ADiskThatFillsUpAtAnyByteLeavesTheOldCheckpoint()
    {
        using var folder = new TemporaryFolder();
        new CheckpointStore(Reliable, folder.Path, 2, 1).Save(Samples.Checkpoint(1, 1));
        var before = folder.Files.ToDictionary(file => file, file => Convert.ToHexString(File.ReadAllBytes(folder[file])), StringComparer.Ordinal);
        var (state, failures) = (Samples.Checkpoint(2, 0), 0);
        foreach (var steps in StepsOf(disk => new CheckpointStore(disk, folder["dry"], 2, 1).Save(state), folder["dry"], kills: false))
        {
            var problem = Assert.Throws<CheckpointException>(() => new CheckpointStore(new FaultyDisk(steps, kills: false), folder.Path, 2, 1).Save(state));
            Assert.Contains("No space left on device", problem.Message, StringComparison.Ordinal);
            Assert.Contains("untouched", problem.Message, StringComparison.Ordinal);
            Assert.Equal(before, folder.Files.ToDictionary(file => file, file => Convert.ToHexString(File.ReadAllBytes(folder[file])), StringComparer.Ordinal));
            failures++;
        }

        Assert.InRange(failures, 100, 10_000);
        Assert.Equal(1, new CheckpointStore(folder.Path).TryLoadLatest().Found!.Step);
        Assert.Equal("checkpoint-000002-step-2", new CheckpointStore(Reliable, folder.Path, 2, 1).Save(state));
    }

    [SlowFact]
    public void AKillAtAnyStepLeavesTheOldCheckpointOrTheNewOne()
    {
        using var folder = new TemporaryFolder();
        var (old, state, kills) = (Samples.Describe(Samples.Checkpoint(1)), Samples.Checkpoint(2), 0);
        foreach (var steps in StepsOf(disk => Twice(disk, folder["dry"]), folder["dry"], kills: true))
        {
            var path = folder["run"];
            new CheckpointStore(Reliable, path, 1, 0).Save(Samples.Checkpoint(1));
            Assert.Throws<KilledException>(() => new CheckpointStore(new FaultyDisk(steps, kills: true), path, 1, 0).Save(state));
            var found = new CheckpointStore(path, 1, 0).TryLoadLatest();
            Assert.Empty(found.Damaged);
            Assert.Equal(found.Found!.Step == 1 ? old : Samples.Describe(state), Samples.Describe(found.Found));

            // The next save works, and clears away what the killed one left.
            var saved = new CheckpointStore(Reliable, path, 1, 0).Save(Samples.Checkpoint(3));
            Assert.Equal([saved + ".json", saved + ".safetensors"], Directory.GetFiles(path).Select(Path.GetFileName).Order(StringComparer.Ordinal), StringComparer.Ordinal);
            Directory.Delete(path, recursive: true);
            kills++;
        }

        Assert.InRange(kills, 100, 10_000);

        void Twice(FaultyDisk disk, string path)
        {
            new CheckpointStore(Reliable, path, 1, 0).Save(Samples.Checkpoint(1));
            new CheckpointStore(disk, path, 1, 0).Save(state);
        }
    }

    [SlowFact]
    public void AKillAtAnyStepLeavesTheOldModelOrTheNewOne()
    {
        using var folder = new TemporaryFolder();
        var (first, second, third) = (Samples.Model(1), Samples.Model(2), Samples.Model(3));
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var steps in StepsOf(disk => Thrice(disk, folder["dry"]), folder["dry"], kills: true))
        {
            var path = folder["run"];
            ModelFile.Save(Reliable, Path.Combine(path, "model"), first);
            Assert.Throws<KilledException>(() => ModelFile.Save(new FaultyDisk(steps, kills: true), Path.Combine(path, "model"), second));
            var loaded = Samples.Describe(ModelFile.Load(Path.Combine(path, "model.json")));
            Assert.Contains(loaded, (string[])[Samples.Describe(first), Samples.Describe(second)], StringComparer.Ordinal);
            seen.Add(loaded);

            ModelFile.Save(Reliable, Path.Combine(path, "model"), third);
            Assert.Equal(Samples.Describe(third), Samples.Describe(ModelFile.Load(Path.Combine(path, "model"))));
            Directory.Delete(path, recursive: true);
        }

        Assert.Equal(2, seen.Count);

        void Thrice(FaultyDisk disk, string path)
        {
            ModelFile.Save(Reliable, Path.Combine(path, "model"), first);
            ModelFile.Save(disk, Path.Combine(path, "model"), second);
        }
    }

    [SlowFact]
    public void ASecondKillDoesNotTakeTheModelThatTheFirstLeftWaiting()
    {
        using var folder = new TemporaryFolder();
        var (first, second, third) = (Samples.Model(1), Samples.Model(2), Samples.Model(3));
        foreach (var steps in StepsOf(disk => AfterAKill(disk, folder["dry"]), folder["dry"], kills: true))
        {
            Assert.Throws<KilledException>(() => AfterAKill(new FaultyDisk(steps, kills: true), folder["run"]));
            Assert.Contains(Samples.Describe(ModelFile.Load(folder["run/model"])), (string[])[Samples.Describe(second), Samples.Describe(third)], StringComparer.Ordinal);
            Directory.Delete(folder["run"], recursive: true);
        }

        void AfterAKill(FaultyDisk disk, string path)
        {
            // What a kill leaves between the rename of the JSON and that of the weights.
            ModelFile.Save(Reliable, Path.Combine(path, "model"), second);
            File.Move(Path.Combine(path, "model.safetensors"), Path.Combine(path, "model.safetensors.next"));
            ModelFile.Save(Reliable, Path.Combine(path, "old"), first);
            File.Move(Path.Combine(path, "old.safetensors"), Path.Combine(path, "model.safetensors"));
            ModelFile.Save(disk, Path.Combine(path, "model"), third);
        }
    }

    [SlowFact]
    public void ADiskThatFillsUpLeavesTheOldModel()
    {
        using var folder = new TemporaryFolder();
        var (first, second) = (Samples.Model(1), Samples.Model(2));
        foreach (var steps in StepsOf(disk => ModelFile.Save(disk, folder["dry/model"], second), folder["dry"], kills: false))
        {
            ModelFile.Save(Reliable, folder["model"], first);
            Assert.Throws<CheckpointException>(() => ModelFile.Save(new FaultyDisk(steps, kills: false), folder["model"], second));
            Assert.Contains(Samples.Describe(ModelFile.Load(folder["model"])), (string[])[Samples.Describe(first), Samples.Describe(second)], StringComparer.Ordinal);
        }
    }

    /// <summary>The steps at which a save can be stopped: every call, and of runs of bytes every 17th. A save on a disk without faults tells how many there are.</summary>
    private static IEnumerable<int> StepsOf(Action<FaultyDisk> save, string folder, bool kills)
    {
        var dry = new FaultyDisk(1_000_000, kills);
        save(dry);
        Directory.Delete(folder, recursive: true);
        return Enumerable.Range(0, dry.Done).Where(step => step % 17 == 0 || step < 20 || step > dry.Done - 40);
    }
}

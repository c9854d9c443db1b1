using System.Text.Json.Nodes;
using Minima.Training.Checkpoints;

namespace Minima.Training.Tests.Continual;

/// <summary>A second task that is killed and taken up again goes on to the bits of an undisturbed one, whatever is remembered of the first.</summary>
public sealed class ResumingTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("minima-continual-").FullName;

    public static TheoryData<string> Methods => ["si", "gem", "agem", "ewc", "online_ewc", "mas", "l2_sp", "spectral", "lwf", "two"];

    [Theory]
    [SampledData(nameof(Methods), Thin = 0.25, Wide = 1)]
    public void ASecondTaskThatIsKilledGoesOnToTheSameBits(string method)
    {
        var undisturbed = Second(method, fresh: false, null);
        undisturbed.Trainer.Fit(undisturbed.Rows);
        var all = Remembered(undisturbed.Trainer);
        for (var stopAfter = 1; stopAfter < undisturbed.Trainer.Step; stopAfter += 4)
        {
            var folder = Path.Combine(_folder, $"{method}{stopAfter}");
            using var stop = new CancellationTokenSource();
            var first = Second(method, fresh: false, folder, new StopAfter(stopAfter, stop));
            first.Trainer.Fit(first.Rows, null, stop.Token);
            var second = Second(method, fresh: true, folder);
            Assert.NotNull(second.Trainer.Resume().Found);
            Assert.Equal(first.Trainer.Step, second.Trainer.Step);
            second.Trainer.Fit(second.Rows);
            Assert.Equal(Tasks.Weights(undisturbed.Trainer.Model), Tasks.Weights(second.Trainer.Model));
            Assert.Equal(all, Remembered(second.Trainer));
        }
    }

    /// <summary>What is remembered matters: without it the second task ends elsewhere. Otherwise the test above would hold nothing.</summary>
    [Theory]
    [MemberData(nameof(Methods))]
    public void WithoutTheStateItWouldEndElsewhere(string method)
    {
        var undisturbed = Second(method, fresh: false, null);
        undisturbed.Trainer.Fit(undisturbed.Rows);
        var forgetful = Second(method, fresh: true, null);
        ModelTensors.Copy([.. ModelTensors.Of(Second(method, fresh: false, null).Trainer.Model)], [.. ModelTensors.Of(forgetful.Trainer.Model)]);
        forgetful.Trainer.Fit(forgetful.Rows);
        Assert.NotEqual(Tasks.Weights(undisturbed.Trainer.Model), Tasks.Weights(forgetful.Trainer.Model));
    }

    [SlowTheory]
    [MemberData(nameof(Methods))]
    public void AStateThatIsMissingOrOfAnotherIsRefused(string method)
    {
        var store = new CheckpointStore(Path.Combine(_folder, method));
        store.Save(Second(method, fresh: false, null).Trainer.TakeCheckpoint());
        var whole = store.TryLoadLatest().Found!;
        var trainer = Second(method, fresh: true, null).Trainer;
        trainer.Restore(whole);

        Refused("in the same order, or begin anew", With(whole, extra => extra.Remove("kept")));
        Refused("in the same order, or begin anew", With(whole, extra => extra["kept"]!.AsArray().Add(extra["kept"]![0]!.DeepClone())));
        Refused("in the same order, or begin anew", With(whole, extra => extra["kept"]![0]!["kind"] = "another"));
        Refused("numbers", With(whole, extra => extra["kept"]![0]!.AsObject().Remove("numbers")));
        Refused("kind", With(whole, extra => extra["kept"]![0] = 5));
        foreach (var tensor in whole.OptimizerTensors.Where(tensor => tensor.Name.StartsWith("kept/", StringComparison.Ordinal)))
        {
            Refused("", WithTensors(whole, tensors => tensors.Remove(tensor)));
            Refused("", WithTensors(whole, tensors => tensors[tensors.IndexOf(tensor)] = tensor with { Value = Tensor.Zeros([7, 7, 7]) }));
        }

        Refused("", WithTensors(whole, tensors => tensors.Add(new NamedTensor("kept/0/stranger", Tensor.Zeros([1])))));

        void Refused(string words, Checkpoint checkpoint)
        {
            var problem = Assert.ThrowsAny<Exception>(() => Second(method, fresh: true, null).Trainer.Restore(checkpoint));
            Assert.True(problem is TrainingException or CheckpointException, problem.ToString());
            Assert.Contains(words, problem.Message, StringComparison.Ordinal);
            Assert.Matches("(?i)(make|take|resume|belong)", problem.Message);
        }
    }

    [Fact]
    public void AStateOfAnotherKindOfTrainingIsRefused()
    {
        var checkpoint = Second("si", fresh: false, null).Trainer.TakeCheckpoint();
        var problem = Assert.Throws<TrainingException>(() => Second("gem", fresh: true, null).Trainer.Restore(checkpoint));
        Assert.Contains("'synaptic_intelligence'; this training needs: 'gem'", problem.Message, StringComparison.Ordinal);
        var model = Tasks.Model();
        Assert.Contains("this training needs: none", Assert.Throws<TrainingException>(() => new Trainer(model, Tasks.CrossEntropy(), new Sgd(model.Parameters, 0.1)).Restore(checkpoint)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnImportanceThatIsNoneIsRefused()
    {
        var penalty = new L2StartingPoint(Tasks.Model().Parameters, 1);
        var state = penalty.ExportState();
        var wrong = state.Tensors.ToDictionary(tensor => tensor.Key, tensor => tensor.Key.StartsWith("importance", StringComparison.Ordinal) ? Tensor.Full(tensor.Value.Shape, -1, ElementType.Double) : tensor.Value, StringComparer.Ordinal);
        Assert.Contains("0 or above", Assert.Throws<TrainingException>(() => penalty.ImportState(new NamedState(state.Kind, state.Numbers, wrong))).Message, StringComparison.Ordinal);
        Assert.All(penalty.Importances, importance => Assert.All(importance.ToArray(), x => Assert.Equal(1, x)));
    }

    /// <summary>What a state claims is compared with what it has before anything is made.</summary>
    [Theory]
    [InlineData(1e15, "it claims 1000000000000000 memories and has 0 tensors")]
    [InlineData(-1, "a whole number")]
    [InlineData(0.5, "a whole number")]
    public void AClaimedNumberOfMemoriesIsNotBelieved(double memories, string words)
    {
        var model = Tasks.Model();
        var gem = new GradientEpisodicMemory(model, Tasks.CrossEntropy());
        var state = new NamedState("gem", new Dictionary<string, double>(StringComparer.Ordinal) { ["memories"] = memories }, new Dictionary<string, Tensor>(StringComparer.Ordinal));
        Assert.Contains(words, Assert.Throws<TrainingException>(() => gem.ImportState(state)).Message, StringComparison.Ordinal);
    }

    /// <summary>Rows that the model cannot take are noticed when they are read, and those that were there stay.</summary>
    [Fact]
    public void MemoriesOfAnotherModelAreRefused()
    {
        var objective = Tasks.CrossEntropy();
        var other = new GradientEpisodicMemory(Models.Mlp(5, [3], 3, new(1), type: ElementType.Double), objective);
        other.Remember(new TrainingBatch(Tensor.Zeros([4, 5], ElementType.Double), Tensor.Of([0, 1, 2, 0], [4])));
        var gem = new GradientEpisodicMemory(Tasks.Model(), objective);
        gem.Remember(Tasks.Clouds(8));
        gem.Remember(Tasks.Clouds(8, turn: 1));
        Assert.Contains("memory 0 of the state does not fit", Assert.Throws<TrainingException>(() => gem.ImportState(other.ExportState())).Message, StringComparison.Ordinal);
        Assert.Equal(2, gem.Memories);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>The second task, its first one learned; fresh: everything is made, and nothing was learned, as after a restart.</summary>
    private static (Trainer Trainer, IBatchSource Rows) Second(string method, bool fresh, string? folder, TrainingCallback? callback = null)
    {
        var (model, objective, first) = (Tasks.Model(fresh ? 99UL : 1), Tasks.CrossEntropy(), Tasks.Clouds(24, batch: 8));
        IBatchSource rows = Tasks.Clouds(24, turn: 1, batch: 8, weighted: method != "lwf");
        var intelligence = new SynapticIntelligence(model.Parameters, strength: 1);
        if (!fresh)
        {
            new Trainer(model, objective, new Sgd(model.Parameters, 0.1)) { Epochs = 5, Regularizers = [intelligence] }.Fit(first);
            intelligence.Consolidate();
        }

        var regularizers = new List<Regularizer>();
        var kept = new List<IKeptState>();
        switch (method)
        {
            case "si":
                regularizers.Add(intelligence);
                break;
            case "gem" or "agem":
                var memory = new GradientEpisodicMemory(model, objective, method == "agem");
                if (!fresh) memory.Remember(Tasks.Clouds(24, batch: 9, weighted: true));
                if (!fresh) memory.Remember(Tasks.Clouds(24, turn: 0.5, batch: 7));
                regularizers.Add(memory);
                break;
            case "ewc":
                regularizers.Add(fresh ? new ElasticWeightConsolidation(model.Parameters, Zeros(model), 30) : ElasticWeightConsolidation.After(model, objective, first, 30));
                break;
            case "online_ewc":
                regularizers.Add(fresh ? new OnlineElasticWeightConsolidation(model, 30) : OnlineElasticWeightConsolidation.After(model, objective, first, 30));
                break;
            case "mas":
                regularizers.Add(fresh ? new MemoryAwareSynapses(model.Parameters, Zeros(model), 1) : MemoryAwareSynapses.After(model, first, 1));
                break;
            case "l2_sp":
                regularizers.Add(new L2StartingPoint(model.Parameters, 0.1));
                break;
            case "spectral":
                regularizers.Add(new SpectralPenalty([.. model.Parameters.Where(parameter => parameter.Value.Rank == 2)], 0.1));
                break;
            case "lwf":
                objective = new Objective([new LossTerm("new", Loss.Create("cross_entropy")), LearningWithoutForgetting.Term(3)], TermWeights.AsGiven);
                var old = new LearningWithoutForgetting(rows, LearningWithoutForgetting.Copy(model));
                rows = old;
                kept.Add(old);
                break;
            default:
                regularizers.AddRange([new L1Penalty(model.Parameters, 1e-3), intelligence, new L2StartingPoint(model.Parameters, 0.1)]);
                break;
        }

        return (new Trainer(model, objective, new Adam(model.Parameters, 0.05))
        {
            Epochs = 4,
            Regularizers = regularizers,
            Kept = kept,
            Checkpoints = folder is null ? null : new CheckpointStore(folder),
            CheckpointEverySteps = folder is null ? 0 : 1,
            Callbacks = callback is null ? [] : [callback],
        }, rows);
    }

    private static Tensor[] Zeros(Module model) => [.. model.Parameters.Select(parameter => Tensor.Zeros(parameter.Value.Shape, parameter.Value.Type))];

    private static double[] Remembered(Trainer trainer) =>
        Tasks.Flat(trainer.Regularizers.OfType<IKeptState>().Concat(trainer.Kept).SelectMany(kept => kept.ExportState().Tensors.OrderBy(tensor => tensor.Key, StringComparer.Ordinal)).Select(tensor => tensor.Value));

    private static Checkpoint With(Checkpoint whole, Action<JsonObject> change)
    {
        var extra = whole.Extra.DeepClone().AsObject();
        change(extra);
        return Copy(whole, extra, whole.OptimizerTensors);
    }

    private static Checkpoint WithTensors(Checkpoint whole, Action<List<NamedTensor>> change)
    {
        var tensors = whole.OptimizerTensors.ToList();
        change(tensors);
        return Copy(whole, whole.Extra, tensors);
    }

    private static Checkpoint Copy(Checkpoint whole, JsonObject extra, IReadOnlyList<NamedTensor> tensors) => new()
    {
        Model = whole.Model,
        Step = whole.Step,
        OptimizerState = whole.OptimizerState,
        OptimizerTensors = tensors,
        Position = whole.Position,
        Random = whole.Random,
        Extra = extra,
    };

    private sealed class StopAfter(long step, CancellationTokenSource source) : TrainingCallback
    {
        public override void StepEnded(Trainer trainer, in StepReport report)
        {
            if (report.Step == step) source.Cancel();
        }
    }
}

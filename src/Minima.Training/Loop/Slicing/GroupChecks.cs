using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Security.Cryptography;
using System.Text;

namespace Minima.Training;

/// <summary>Checks that the processes of a training agree: on settings and data before its first step, and regularly on the weights.</summary>
internal static class GroupChecks
{
    /// <summary>The number of steps between comparisons of the weights.</summary>
    private const int StepsBetween = 100;

    /// <summary>Schedules made of others have no settings of their own; their factors are compared at these steps.</summary>
    private static readonly long[] ComparedSteps = [0, 1, 10, 100, 1000, 10_000];

    /// <exception cref="TrainingException">There are more ranks than slices.</exception>
    /// <exception cref="ProcessGroupException">The ranks differ.</exception>
    public static void Start(Trainer trainer, ProcessGroup group, IBatchSource training, IBatchSource? validation)
    {
        if (group.Ranks > trainer.StepSlices) throw new TrainingException($"The training has {group.Ranks} processes, and its steps have {trainer.StepSlices} slices: some would have nothing to do. Start at most {trainer.StepSlices} processes, or cut steps into more slices.");
        group.RequireSame("the version of Minima and .NET", FormattableString.Invariant($"{typeof(Trainer).Module.ModuleVersionId} {typeof(Tensor).Module.ModuleVersionId} {typeof(Loss).Module.ModuleVersionId} {Environment.Version}"));
        group.RequireSame("the SIMD width of the processor", FormattableString.Invariant($"{RuntimeInformation.ProcessArchitecture} {Vector512.IsHardwareAccelerated} {Vector256.IsHardwareAccelerated} {Vector128.IsHardwareAccelerated} {Fma.IsSupported}"));
        group.RequireSame("the model", string.Join('\n', ModelTensors.Of(trainer.Model).Select(tensor => FormattableString.Invariant($"{tensor.Name} {tensor.Value.Shape} {tensor.Value.Type}"))));
        group.RequireSame("the options", Options(trainer));
        group.RequireSame("the data", Data(training) + (validation is null ? "none" : Data(validation)));
        group.RequireSame("the seed, or the step that they begin at", FormattableString.Invariant($"{trainer.Step} {Convert.ToHexString(SHA256.HashData(Hashes(trainer.Model)))} {string.Join(' ', trainer.Model.RandomStates.Select(state => state.Snapshot))}"));
    }

    /// <exception cref="ProcessGroupException">The weights of a parameter differ.</exception>
    public static void AfterStep(Trainer trainer, ProcessGroup group)
    {
        group.Stepped(trainer.Step);
        if (trainer.Step % StepsBetween != 0) return;
        var own = Hashes(trainer.Model);
        var all = new byte[own.Length * group.Ranks];
        group.Gather(own, all);
        for (var rank = 1; rank < group.Ranks; rank++)
        {
            var at = all.AsSpan(rank * own.Length, own.Length).CommonPrefixLength(all.AsSpan(0, own.Length));
            if (at == own.Length) continue;
            var name = ModelTensors.Of(trainer.Model).ElementAt(at / SHA256.HashSizeInBytes).Name;
            throw new ProcessGroupException($"After step {trainer.Step} rank {rank} ({group.HostOf(rank)}) has other numbers in '{name}' than rank 0 ({group.HostOf(0)}), though all began alike. Probably memory or a processor of one of the two is faulty, or a layer draws random numbers that do not follow from the seed. Resume from the last checkpoint, on other machines.");
        }
    }

    private static string Options(Trainer trainer)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{trainer.StepSlices} {trainer.Epochs} {trainer.AccumulatedBatches} {trainer.ClipNorm} {trainer.ClipValue} {trainer.Sharpness?.Radius} {trainer.Balance?.Name} {trainer.EarlyStopping?.Patience} {trainer.EarlyStopping?.Metric} {trainer.EarlyStopping?.LeastImprovement} {trainer.EarlyStopping?.RestoresBest} {trainer.Guard is null} {trainer.CheckpointEverySteps}\n");
        foreach (var term in trainer.Objective.Terms) text.Append(CultureInfo.InvariantCulture, $"{term.Name} {term.Loss.Entry.Key} {string.Join(' ', term.Loss.Parameters)} {term.Weight} {term.OutputStart} {term.OutputCount} {term.Target} {term.SecondTarget} {string.Join(' ', term.ClassWeights ?? [])} {SettingsOf(term.Schedule)}\n");
        var optimizer = trainer.Optimizer.ExportState();
        text.Append(CultureInfo.InvariantCulture, $"{optimizer.Kind} {trainer.Optimizer.LearningRate} {string.Join(' ', optimizer.Numbers.Select(number => FormattableString.Invariant($"{number.Key}={number.Value}")))} {SettingsOf(trainer.Schedule)} {trainer.Average?.ExportState().Kind}\n");
        text.AppendJoin(' ', trainer.Regularizers.Select(one => $"{one.Name} {one.Settings}")).Append('\n').AppendJoin(' ', trainer.Metrics.Select(metric => metric.Name));
        return text.ToString();
    }

    /// <summary>A schedule as text, by its settings and some of its factors.</summary>
    public static string SettingsOf(Schedule? schedule) => schedule is null ? "none" : FormattableString.Invariant($"{schedule.Name} {string.Join(' ', schedule.Settings)} {string.Join(' ', ComparedSteps.Select(step => schedule.At(step).ToString(CultureInfo.InvariantCulture)))}");

    /// <summary>The number of rows, their treatment, and the first and the last batch of the first epoch.</summary>
    private static string Data(IBatchSource source)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var batch = 0; batch < source.Batches; batch += Math.Max(source.Batches - 1, 1))
        {
            using (StepScope.Begin())
            using (var reader = source.Open(0, batch))
            {
                if (!reader.Next(out var rows)) break;
                foreach (var tensor in new[] { rows.Features, rows.Target, rows.Weight }.Concat(rows.MoreTargets).Where(tensor => !tensor.IsNone)) hash.AppendData(MemoryMarshal.AsBytes<double>(tensor.ToArray()));
            }
        }

        return FormattableString.Invariant($"{source.Rows} {source.Batches} {Convert.ToHexString(hash.GetHashAndReset())} {source.Treatment?.ToJsonString()}\n");
    }

    /// <summary>The hash of each parameter and buffer.</summary>
    private static byte[] Hashes(Module model)
    {
        var tensors = ModelTensors.Of(model).ToList();
        var hashes = new byte[tensors.Count * SHA256.HashSizeInBytes];
        for (var i = 0; i < tensors.Count; i++)
        {
            var value = tensors[i].Value;
            var bytes = value.Type == ElementType.Single ? MemoryMarshal.AsBytes(value.Read<float>()) : MemoryMarshal.AsBytes(value.Read<double>());
            SHA256.HashData(bytes, hashes.AsSpan(i * SHA256.HashSizeInBytes));
        }

        return hashes;
    }
}

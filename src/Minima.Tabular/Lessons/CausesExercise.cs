using System.Collections.Concurrent;
using Minima.Training;

namespace Minima.Tabular;

/// <summary>Lesson 10: the causes of three logs. Each log's training is repeated without the named cause; if the new log is healthy, the cause was right.</summary>
internal static class CausesExercise
{
    private const int Logs = 3;
    private const double Fall = 100;

    /// <summary>A larger factor makes trainings chaotic: their last losses would depend on the width of SIMD.</summary>
    private const double Rise = 10;
    private const double Dropout = 0.2;

    private static readonly NetworkOptions OptionsOfC = new() { LearningRate = 0.003, Epochs = 20, BatchSize = 128 };

    /// <summary>The lowest validation loss of log C, before it rises.</summary>
    private static readonly Lazy<double> LowestOfC = new(() => Losses("diabetes", OptionsOfC).Min(epoch => epoch.Validation));

    /// <summary>A probability of two sigmoids is at most 1/(1 + 1/e), so no labels bring the loss below this.</summary>
    private static readonly double FloorOfTwoSigmoids = Math.Log(1 + (1 / Math.E));

    /// <summary>The trainings whose logs the lesson shows.</summary>
    internal static readonly Log[] All =
    [
        new("A", "diabetes", new() { Optimizer = "sgd", LearningRate = 1, Epochs = 5 }, (_, _) => true),
        new("B", "breast-cancer", new() { LearningRate = 0.001, Epochs = 30, Loss = "-(t*log(sigmoid(sigmoid(p))) + (1-t)*log(1-sigmoid(sigmoid(p))))" }, (training, _) => training < FloorOfTwoSigmoids),
        new("C", "diabetes", OptionsOfC, (_, validation) => validation < LowestOfC.Value),
    ];

    private static readonly Dictionary<string, Cause> Causes = new(StringComparer.OrdinalIgnoreCase)
    {
        [Diagnoses.LearningRateLarge.Code] = new(new("a hundredth of the learning rate", "学习率降到百分之一"), options => options with { LearningRate = options.LearningRate / Fall }),
        [Diagnoses.LearningRateSmall.Code] = new(new("ten times the learning rate", "学习率提高到十倍"), options => options with { LearningRate = options.LearningRate * Rise }),
        [Diagnoses.SigmoidTwice.Code] = new(new("one sigmoid at most", "sigmoid 至多做一次"), options => options.Loss is null ? options : options with { Loss = "softplus(p) - t*p" }),
        [Diagnoses.Overfitting.Code] = new(new("a dropout of 0.2", "加上 dropout（0.2）"), options => options with { Dropout = Dropout }),
    };

    private static readonly ConcurrentDictionary<(string Log, string Cause), ExerciseVerdict> Known = new();

    /// <summary>Null for an answer that names no cause.</summary>
    public static ExerciseVerdict? Judge(string answer) => Judge(answer, Without);

    /// <inheritdoc cref="Judge(string)"/>
    /// <param name="answer">The answer.</param>
    /// <param name="without">Repeats a log's training without the cause with this code.</param>
    public static ExerciseVerdict? Judge(string answer, Func<Log, string, ExerciseVerdict> without)
    {
        var words = AnswerText.Parts(answer);
        if (words.Length != Logs || !words.Any(Causes.ContainsKey)) return null;
        if (Array.Find(words, word => !Causes.ContainsKey(word)) is { } other)
            return ExerciseVerdict.Of(false, $"This exercise can take away {string.Join(", ", Causes.Keys)}, and not {other}.", $"本练习能去掉的原因是 {string.Join("、", Causes.Keys)}，其中没有 {other}。");
        ExerciseVerdict[] parts = [.. All.Zip(words, (log, word) => without(log, word.ToLowerInvariant()))];
        return new(parts.All(part => part.IsRight), Localized.Join(" ", "", [.. parts.Select(part => part.Reason)]));
    }

    private static ExerciseVerdict Without(Log log, string code) => Known.GetOrAdd((log.Name, code), _ =>
    {
        var cause = Causes[code];
        var (english, chinese) = ($"{log.Name} with {cause.Remedy.English}", $"{log.Name}：{cause.Remedy.Chinese}后，");
        try
        {
            var (loss, validation) = Losses(log.Table, cause.TakeAway(log.Options))[^1];
            var isWell = log.IsWell(loss, validation);
            return ExerciseVerdict.Of(
                isWell,
                $"{english}: the losses end at {loss:g4} (training) and {validation:g4} (validation); {(isWell ? "that was the cause." : "the trouble stays.")}",
                $"{chinese}训练损失最终为 {loss:g4}，验证损失为 {validation:g4}；{(isWell ? "原因正是它。" : "问题依旧。")}");
        }
        catch (NonFiniteException stopped)
        {
            return ExerciseVerdict.Of(false, $"{english}: the training still stops, at step {stopped.Report!.Step}.", $"{chinese}训练仍在第 {stopped.Report!.Step} 步停止。");
        }
    });

    /// <summary>The losses of each epoch, on the training and the validation rows.</summary>
    private static (double Training, double Validation)[] Losses(string table, NetworkOptions options)
    {
        using var training = NetworkTraining.Begin(Table.Bundled(table), options);
        return [.. training.Run().Epochs.Select(epoch => (epoch.TrainingLoss / training.LossWeight, epoch.ValidationLoss!.Value / training.LossWeight))];
    }

    /// <summary>A training whose log the lesson shows.</summary>
    /// <param name="Name">A, B or C.</param>
    /// <param name="Table">A bundled table.</param>
    /// <param name="Options">The options of the lesson's command.</param>
    /// <param name="IsWell">Checks if a completed training with these losses on the training and validation rows is healthy.</param>
    internal sealed record Log(string Name, string Table, NetworkOptions Options, Func<double, double, bool> IsWell);

    /// <summary>A cause and the change that removes it from a training.</summary>
    private sealed record Cause(Localized Remedy, Func<NetworkOptions, NetworkOptions> TakeAway);
}

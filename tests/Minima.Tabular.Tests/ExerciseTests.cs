using System.Globalization;
using System.Text.RegularExpressions;
using Minima.Tests.CatalogueRules;
using Minima.Training;
using Xunit;

namespace Minima.Tabular.Tests;

/// <summary>The exercises of the lessons: three right answers and ten wrong ones each.</summary>
public sealed partial class ExerciseTests
{
    [Theory]
    [InlineData(1, "1.5", "1.503", "1.497")]
    [InlineData(2, "0.5", "0.3", "0.6")]
    [InlineData(3, "0.9 0.2 0.8", "0.8, 0.1, 0.9", "0.99；0.3；0.95")]
    [InlineData(4, "bce_with_logits 0", "bce_with_logits 8", "(sigmoid(p)-t)^2 0")]
    [InlineData(5, "probs_cross_entropy bce bce_with_logits", "categorical_crossentropy bce bce_with_logits", "probs_cross_entropy -t*log(p)-(1-t)*log(1-p) softplus(p)-t*p")]
    [InlineData(6, "0 4", "0.01 4", "-0.001, 4.01")]
    [InlineData(7, "1 2 3", "7、8、10", "2 3 4 6 7 8 10")]
    [InlineData(8, "1 0 / 0.995 0.005", "0.5 0.5 0 / 0.499 0.499 0.002", "0.99, 0.01, 0 / 0.985, 0.01, 0.005")]
    [InlineData(9, "1000000 1", "1 0.000001", "2 0.000002")]
    [InlineData(10, "4*relu(t-p) + relu(p-t)", "pinball:quantile=0.8", "relu(t-p) + 0.25*relu(p-t)")]
    [InlineData(10, "learning-rate-large sigmoid-twice overfitting", "learning-rate-large, sigmoid-twice, overfitting", "Learning-Rate-Large；Sigmoid-Twice；Overfitting")]
    public void ARightAnswerIsRight(int lesson, params string[] answers)
    {
        Assert.Equal(3, answers.Length);
        Assert.All(answers, answer =>
        {
            var verdict = Exercise.Of(lesson).Judge(answer);
            Assert.True(verdict.IsRight, verdict.Reason.English);
            AssertBilingual(verdict);
        });
    }

    [SlowTheory]
    [InlineData(1, "2", "1.51", "1.49", "0", "-1.5", "mean", "", "1.5 1.5", "NaN", "1e308")]
    [InlineData(2, "0.8", "0.1", "2", "-1", "0", "100", "half", "", "0.5 0.5", "Infinity")]
    [InlineData(3, "1 0 1", "0.7 0.5 0.7", "0.5 0.5 0.5", "0.2 0.9 0.2", "1.2 0 1", "-1 0 1", "0.9 0.2", "0.9 0.2 0.8 0.1", "cat dog cat", "")]
    [InlineData(4, "(sigmoid(p)-t)^2 8", "(sigmoid(p)-t)^2 -8", "(sigmoid(p)-t)^2 16", "bce_with_logits 80", "mae 100", "bce 0", "hinge 0", "nothing 0", "8", "bce_with_logits")]
    [InlineData(5, "cross_entropy bce_with_logits bce", "cross_entropy bce bce_with_logits", "probs_cross_entropy bce_with_logits bce_with_logits", "probs_cross_entropy bce bce", "nll bce bce_with_logits", "probs_cross_entropy mse bce_with_logits", "probs_cross_entropy bce (sigmoid(p)-t)^2", "bce bce bce", "probs_cross_entropy bce", "a b c")]
    [InlineData(6, "0 1", "0 3", "0 5", "0 -4", "0.5 4", "1 4", "0.25 4", "4 0", "0", "half four")]
    [InlineData(7, "1 5", "5 9", "9 10", "3", "1 2 3 4 5", "0 2", "11 2", "2.5 3", "", "all of them")]
    [InlineData(8, "0.5 0.5 / 0.4 0.6", "0.5 0.5 / 0.5 0.5", "1 0 / 0 1", "0.9 0.2 / 0.5 0.5", "0.995 0.005 / 1 0", "1 0 / 0.5 0.5", "1 / 1", "0.5 0.5", "1 0 / 0.3 0.3 0.4", "-1 2 / 0.5 0.5")]
    [InlineData(9, "1 1", "1 0", "0 1", "1000 1", "2000000 1", "500000 1", "0 0", "-1 -1", "1", "one two")]
    [InlineData(10, "mse", "mae", "4*relu(p-t) + relu(t-p)", "pinball:quantile=0.2", "4*relu(t-p)^2 + relu(p-t)^2", "4*relu(t-p)^2 + relu(p-t)", "3*relu(t-p) + relu(p-t)", "4*relu(t-p", "", "no_such_loss")]
    [InlineData(10, "overfitting overfitting overfitting", "learning-rate-large learning-rate-large learning-rate-large", "sigmoid-twice sigmoid-twice sigmoid-twice", "learning-rate-small learning-rate-small learning-rate-small", "overfitting sigmoid-twice learning-rate-large", "learning-rate-small sigmoid-twice overfitting", "learning-rate-large overfitting overfitting", "learning-rate-large sigmoid-twice", "learning-rate-large sigmoid-twice mse", "learning-rate-large sigmoid-twice learning-rate-small")]
    public void AWrongAnswerIsNot(int lesson, params string[] answers)
    {
        Assert.Equal(10, answers.Length);
        Assert.All(answers, answer =>
        {
            var verdict = Exercise.Of(lesson).Judge(answer);
            Assert.False(verdict.IsRight, $"{answer}: {verdict.Reason.English}");
            AssertBilingual(verdict);
        });
    }

    [Fact]
    public void EveryLessonHasAnExercise() => Assert.Equal(Enumerable.Range(1, 10), Exercise.All.Select(exercise => exercise.Lesson));

    /// <summary>The exercise of lesson 10 trains what the commands of the lesson train; a training that stops early may have fewer epochs there.</summary>
    [Fact]
    public void TheLogsOfLessonTenAreThoseOfItsCommands()
    {
        string[] commands = [.. File.ReadLines(Path.Combine(Repository.Root, "lessons", "10.en.md")).Where(line => line.StartsWith("minima train ", StringComparison.Ordinal))];
        Assert.Equal(CausesExercise.All.Length, commands.Length);
        Assert.All(CausesExercise.All.Zip(commands), pair =>
        {
            var given = OptionOfCommand().Matches(pair.Second).ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value.Trim('\''));
            var (usual, trained) = (new NetworkOptions(), pair.First.Options);
            Assert.Equal(given["data"], pair.First.Table);
            Assert.Equal(Number("lr") ?? Optimizers.Find(trained.Optimizer).LearningRate, trained.LearningRate);
            Assert.Equal(Number("batch") ?? usual.BatchSize, trained.BatchSize);
            Assert.Equal(given.GetValueOrDefault("optimizer", usual.Optimizer), trained.Optimizer);
            Assert.Equal(given.TryGetValue("loss", out var loss) ? LossSpec.Parse(loss).Name : null, trained.Loss?.Name);
            Assert.InRange(trained.Epochs, Number("epochs") is { } epochs ? (int)epochs : 1, (int)(Number("epochs") ?? usual.Epochs));
            Assert.Empty(given.Keys.Except(["data", "lr", "batch", "optimizer", "loss", "epochs"]));

            double? Number(string option) => given.TryGetValue(option, out var text) ? double.Parse(text, CultureInfo.InvariantCulture) : null;
        });
    }

    [Fact]
    public void ALongAnswerIsRefused() => Assert.All(Exercise.All, exercise => AssertBilingual(exercise.Judge(new string('1', 5000))));

    private static void AssertBilingual(ExerciseVerdict verdict)
    {
        Assert.NotEmpty(verdict.Reason.English);
        Assert.True(verdict.Reason.Chinese.AsSpan().ContainsAnyInRange('\u4e00', '\u9fff'), verdict.Reason.Chinese);
        Assert.False(Touching().IsMatch(verdict.Reason.Chinese), $"a space is missing: {verdict.Reason.Chinese}");
    }

    [GeneratedRegex("--([a-z]+) ('[^']*'|[^ ]+)")]
    private static partial Regex OptionOfCommand();

    /// <summary>A number or a Latin word right beside a Chinese character.</summary>
    [GeneratedRegex("[\u4e00-\u9fff][A-Za-z0-9]|[A-Za-z0-9][\u4e00-\u9fff]")]
    private static partial Regex Touching();
}

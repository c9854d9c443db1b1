using Minima.Lab;
using Minima.Tabular;
using Xunit;

namespace Minima.Docs.Tests;

/// <summary>docs/lab.md has a section for every experiment, in their order, as its program writes them.</summary>
public sealed class LabPageTests
{
    [Theory]
    [InlineData("docs/lab.md", false)]
    [InlineData("docs/zh/lab.md", true)]
    public void EveryExperimentHasItsSection(string page, bool isChinese)
    {
        var language = isChinese ? Minima.Language.Chinese : Minima.Language.English;
        var text = Documents.Read(page);
        var places = Experiments.All.Select(experiment => text.IndexOf(ReportPage.Mark(experiment.Name), StringComparison.Ordinal)).ToArray();
        Assert.All(Experiments.All.Zip(places), one => Assert.True(one.Second >= 0, $"{page} has no section of {one.First.Name}: dotnet run -c Release --project tools/Minima.Docs -- lab {one.First.Name}"));
        Assert.Equal(places.Order(), places);
        foreach (var experiment in Experiments.All)
        {
            Assert.Contains("## " + experiment.Title.In(language) + "\n", text, StringComparison.Ordinal);
            Assert.Contains(experiment.Setting.In(language), text, StringComparison.Ordinal);
            Assert.Contains($"\nminima lab {experiment.Name}\n", text, StringComparison.Ordinal);
        }
    }

    /// <summary>Above the sections each has its answer.</summary>
    [Theory]
    [InlineData("docs/lab.md", false)]
    [InlineData("docs/zh/lab.md", true)]
    public void TheContentsHaveAllAnswers(string page, bool isChinese)
    {
        var language = isChinese ? Minima.Language.Chinese : Minima.Language.English;
        var contents = Documents.Read(page).Split("\n## ")[0];
        Assert.All(Experiments.All, experiment => Assert.Contains(experiment.Answer.In(language) + "\n", contents, StringComparison.Ordinal));
        Assert.Equal(Experiments.All.Count, contents.Split('\n').Count(line => line.StartsWith("- [", StringComparison.Ordinal)));
    }

    /// <summary>The verdicts that the answers rest on: where one of them falls, so does the answer.</summary>
    [Theory]
    [InlineData("Steps to 1 %, exact targets", "mae", "no")]
    [InlineData("Steps to 1 %, one target in ten far off", "mae", "no")]
    [InlineData("Steps to 1 %, one target in ten far off", "huber", "no")]
    [InlineData("From a bias of 20", "bce, exact", "no")]
    [InlineData("From a bias of 20", "bce, clipped at 0.0000001", "no")]
    [InlineData("Out of the minima of the wave", "easy rows first", "yes")]
    [InlineData("Out of the minima of the wave", "SGD, few rows a step", "yes")]
    [InlineData("Out of the minima of the wave", "momentum 0.9", "not significant")]
    [InlineData("Out of those of exclusive or", "gradient descent, 8 units instead of 2", "yes")]
    [InlineData("Out of those of exclusive or", "the best of five starts, a fifth of the steps each", "yes")]
    [InlineData("Out of those of exclusive or", "momentum 0.9", "not significant")]
    [InlineData("mse, rule wanders", "Adam", "no")]
    [InlineData("huber, rule wanders", "momentum 0.9", "no")]
    [InlineData("mae, rule wanders", "Adam", "no")]
    [InlineData("Accuracy on clean rows", "sharpness-aware steps", "yes")]
    [InlineData("Accuracy on clean rows", "weight decay", "yes")]
    [InlineData("A smaller largest eigenvalue", "sharpness-aware steps", "yes")]
    [InlineData("Hidden layers 4", "multi_margin", "not significant")]
    [InlineData("Hidden layers 10", "squared error behind a softmax", "no")]
    [InlineData("For the same work", "random steps, kept by accuracy", "no")]
    [InlineData("R2", "l1", "yes")]
    [InlineData("R2", "elastic_net", "yes")]
    [InlineData("R2", "group_lasso", "yes")]
    [InlineData("R2", "l2", "not significant")]
    [InlineData("Twenty layers, start 'small'", "orthogonal", "yes")]
    [InlineData("Twenty layers, start 'orthogonal'", "orthogonal", "not significant")]
    [InlineData("Under the search of radius 0.1, where no row was attacked in training", "jacobian", "yes")]
    [InlineData("By the NLL of labels as given", "confidence_penalty", "not significant")]
    [InlineData("With outputs of their own", "lwf", "yes")]
    [InlineData("With outputs of their own", "gem", "yes")]
    [InlineData("With shared outputs", "gem", "yes")]
    [InlineData("With shared outputs", "a-gem", "yes")]
    [InlineData("With shared outputs", "ewc", "not significant")]
    [InlineData("Nearer to the data", "non-saturating + R1", "yes")]
    [InlineData("Nearer to the data", "WGAN, clipped", "yes")]
    [InlineData("Nearer to the data", "LSGAN + R1", "yes")]
    [InlineData("Nearer to unseen digits", "WGAN-GP", "yes")]
    [InlineData("Nearer to unseen digits", "non-saturating + R1", "yes")]
    [InlineData("Bits that the code says of the digit, no label used", "InfoGAN", "yes")]
    [InlineData("What the term costs in nearness to unseen digits", "InfoGAN", "not significant")]
    [InlineData("Samples nearer to the data", "VAE", "no")]
    [InlineData("Samples nearer to the data", "VQ-VAE", "no")]
    [InlineData("Samples nearer to the data", "flow matching", "not significant")]
    [InlineData("Nearer to unseen digits", "flow matching", "yes")]
    [InlineData("Nearer to unseen digits", "beta-VAE (4)", "no")]
    [InlineData("Under the strong attack at radius 0.1", "PGD", "yes")]
    [InlineData("Under the strong attack at radius 0.1", "TRADES", "yes")]
    [InlineData("Score of quantiles on the wave", "gaussian, own variance", "yes")]
    [InlineData("Score of quantiles on diabetes", "ensemble of 5", "not significant")]
    [InlineData("-log probability of digits", "cross_entropy, ensemble of 5", "yes")]
    [InlineData("At 8 bits", "round_to_nearest in training", "not significant")]
    [InlineData("At 2 bits", "straight-through, fixed steps", "yes")]
    [InlineData("2 bits, with it, the rate falls", "straight-through with round_to_nearest, growing", "no")]
    [InlineData("2 bits, without straight-through rounding", "round_to_nearest in training", "not significant")]
    [InlineData("In the mean over the three streams", "ADWIN: weights are forgotten", "yes")]
    [InlineData("In the mean over the three streams", "Page-Hinkley: another loss takes over", "no")]
    [InlineData("On clean rows", "early_learning_reg", "yes")]
    [InlineData("On clean rows", "gce", "yes")]
    [InlineData("On clean rows", "group_dro", "yes")]
    [InlineData("On clean rows", "backward_correction", "no")]
    [InlineData("Over all ten classes", "balanced_softmax", "yes")]
    [InlineData("Over the three rarest", "logit_adjusted", "yes")]
    [InlineData("Over all ten classes", "softmax_focal", "not significant")]
    [InlineData("Less work to 97 %", "ohem, every row looked at", "yes")]
    [InlineData("Less work to 97 %", "softmax_focal", "no")]
    [InlineData("Unknown digits detected, embeddings of 16 numbers", "+ center_loss", "yes")]
    [InlineData("Unknown digits detected, embeddings of 16 numbers", "+ island_loss", "yes")]
    [InlineData("Nearest row shows the same digit, embeddings of 2 numbers", "+ center_loss", "no")]
    [InlineData("With fifty labels", "MixMatch", "yes")]
    [InlineData("With fifty labels", "FixMatch", "yes")]
    [InlineData("With all labels", "RKD angle", "yes")]
    [InlineData("With all labels", "KD", "not significant")]
    [InlineData("Net reward", "DPO", "yes")]
    [InlineData("Net reward", "KTO", "yes")]
    [InlineData("Unit by unit (root PEHE)", "R-learner", "yes")]
    [InlineData("On the average effect (absolute error)", "R-learner", "yes")]
    [InlineData("On the average effect (absolute error)", "difference of means", "no")]
    [InlineData("Under Laplace noise", "adaptive", "not significant")]
    [InlineData("Under Laplace noise", "mse", "no")]
    [InlineData("On the curve with outliers", "mse to mae, by schedule", "not significant")]
    public void AnAnswerRestsOnVerdicts(string place, string method, string said) =>
        Assert.Contains(Documents.Read("docs/lab.md").Split("<!-- lab: ").Skip(1).SelectMany(LabVerdicts.Of), verdict => verdict.Place == place && verdict.Method == method && verdict.Said == said);

    /// <summary>What <c>Minima.Docs -- lab --from SEED all</c> holds other seeds against.</summary>
    [Fact]
    public void EveryVerdictOfThePageIsFound()
    {
        var text = Documents.Read("docs/lab.md");
        var verdicts = text.Split("<!-- lab: ").Skip(1).SelectMany(LabVerdicts.Of).ToArray();
        var rows = text.Split('\n').Count(line => line.EndsWith("| yes |", StringComparison.Ordinal) || line.EndsWith("| no |", StringComparison.Ordinal) || line.EndsWith("| not significant |", StringComparison.Ordinal));
        Assert.Equal(rows, verdicts.Count(verdict => verdict.Direction != 0 || verdict.Place.EndsWith("over seeds", StringComparison.Ordinal) || verdict.Place.StartsWith("a student", StringComparison.Ordinal)));
        Assert.True(verdicts.Length > 2 * rows);
        Assert.Contains(new LabVerdict("Calibration error of classifiers", "cross_entropy, dropout", "no", 0), verdicts);
        Assert.Contains(verdicts, verdict => verdict is { Method: "l1", Said: "yes", Direction: 1 });
        Assert.All(verdicts, verdict => Assert.False(verdict.IsRefutedBy(verdict)));
    }

    [Theory]
    [InlineData("yes", 1, "yes", 1, false)]
    [InlineData("yes", 1, "not significant", 1, false)]
    [InlineData("yes", 1, "not significant", -1, true)]
    [InlineData("yes", 0, "no", 0, true)]
    [InlineData("no", -1, "yes", 1, true)]
    [InlineData("not significant", 1, "no", -1, false)]
    public void OtherSeedsRefuteWhatIsTheOtherWayRound(string said, int direction, string again, int now, bool isRefuted) =>
        Assert.Equal(isRefuted, new LabVerdict("place", "method", said, direction).IsRefutedBy(new("place", "method", again, now)));
}

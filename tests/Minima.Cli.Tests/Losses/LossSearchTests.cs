using System.Globalization;
using Minima.Cli.Losses;
using Minima.Cli.Terminal;
using Minima.Cli.Tests.Evaluate;
using Minima.Training;
using Xunit;

namespace Minima.Cli.Tests.Losses;

/// <summary>What people type finds the loss that they mean: in <c>losses --search</c> among the first three, in <c>explain</c> by name or as a list of candidates.</summary>
public sealed class LossSearchTests
{
    public static TheoryData<string, string> Pairs => [.. ReferenceFile.Lines("search-pairs.tsv").Where(line => !line.StartsWith('#')).Select(line => line.Split('\t')).Select(cells => (cells[0], cells[1]))];

    [Fact]
    public void ThereAreFortyPairs() => Assert.True(Pairs.Count >= 40);

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task ASearchShowsTheLossAmongTheFirstThree(string text, string keys)
    {
        var (code, output, _) = await RunAsync("losses", "--search", text);
        Assert.Equal(0, code);
        var first = Keys(output).Take(3).ToArray();
        Assert.All(keys.Split(','), key => Assert.Contains(key, first));
    }

    /// <summary>A problem of a training is answered by the doctor's page before any loss, and by no loss that only shares letters or a warning with it.</summary>
    [Theory]
    [InlineData("loss is nan", "nan-input", "bce_with_logits cross_entropy")]
    [InlineData("NaN", "nan-input", "bce_with_logits cross_entropy")]
    [InlineData("损失为NaN", "nan-input", "bce_with_logits cross_entropy")]
    [InlineData("梯度爆炸", "exploding-gradient", "huber mae")]
    [InlineData("exploding gradients", "exploding-gradient", "huber mae")]
    [InlineData("梯度消失怎么办", "vanishing-gradient", "cross_entropy bce_with_logits")]
    [InlineData("vanishing", "vanishing-gradient", "cross_entropy bce_with_logits")]
    [InlineData("训练不收敛", "loss-plateau", "")]
    [InlineData("loss not decreasing", "loss-plateau", "")]
    [InlineData("过拟合", "overfitting", "")]
    public async Task AProblemIsAnsweredByItsPageFirst(string text, string finding, string losses)
    {
        var (code, output, _) = await RunAsync("losses", "--search", text);
        Assert.Equal(0, code);
        Assert.Contains(Diagnoses.Find(finding).Page, output.Split('\n')[0], StringComparison.Ordinal);
        Assert.Equal(losses, string.Join(' ', Keys(output)));
    }

    [Fact]
    public void EveryProblemHasItsPage() => Assert.All(ProblemWords.AllCodes, code => Assert.NotNull(Diagnoses.Find(code)));

    /// <summary>Two or three letters occur in many words.</summary>
    [Theory]
    [InlineData("kl", "pinball", "coral_ordinal")]
    [InlineData("nan", "flow_nll", "aligned_mtl")]
    [InlineData("推荐", "wape", "ohem")]
    public async Task LettersInsideOfAnotherWordAreNoAnswer(string text, params string[] others)
    {
        var keys = Keys((await RunAsync("losses", "--search", text)).Output).ToArray();
        Assert.All(others, other => Assert.DoesNotContain(other, keys));
    }

    /// <summary>A word that no loss has as a search word of its own: what its topic is about comes before what only shares a word with it.</summary>
    [Theory]
    [InlineData("推荐", "bpr")]
    [InlineData("recommendation", "bpr")]
    public async Task ATopicComesBeforeASharedWord(string text, string key) => Assert.Contains(key, Keys((await RunAsync("losses", "--search", text)).Output).Take(3));

    /// <summary>The keys of the table of an answer, which begins below its head.</summary>
    private static IEnumerable<string> Keys(string output) => output.Split('\n').SkipWhile(line => !line.StartsWith("key ", StringComparison.Ordinal)).Skip(1)
        .Select(line => line.Split(' ')[0]).Where(key => Catalogue.All.Any(entry => entry.Key == key));

    [Theory]
    [SampledData(nameof(Pairs), Thin = 0.25, Wide = 1)]
    public async Task AnExplanationIsOfTheLossOrNamesIt(string text, string keys)
    {
        var (code, output, error) = await RunAsync("explain", text);
        var expected = keys.Split(',');
        if (code == 0)
        {
            Assert.Contains(expected, key => output.StartsWith(key + ":", StringComparison.Ordinal));
            return;
        }

        Assert.Equal(ExitCode.Loss, code);
        Assert.All(expected, key => Assert.Contains(key, error, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ce")]
    [InlineData("gan")]
    [InlineData("softmax")]
    [InlineData("log_loss")]
    [InlineData("focal")]
    [InlineData("kl")]
    public void AWordOfSeveralLossesNamesNone(string word)
    {
        Assert.Null(Catalogue.TryFind(word));
        Assert.True(Catalogue.Candidates(word).Count > 1);
        var message = Assert.Throws<LossException>(() => Loss.Create(word)).Message;
        Assert.All(Catalogue.Candidates(word), entry => Assert.Contains(entry.Key, message, StringComparison.Ordinal));
    }

    [Fact]
    public void AKeyAlwaysMeansItself()
    {
        Assert.All(Catalogue.All, entry => Assert.Same(entry, Catalogue.TryFind(entry.Key)));
        Assert.Contains(Catalogue.Candidates("l1"), entry => entry.Key == "mae");
        Assert.Equal("l1", Catalogue.Find("l1").Key);
    }

    [Fact]
    public void NoSearchWordIsANameOfTheSameLoss() => Assert.All(Catalogue.All, entry => Assert.DoesNotContain(entry.SearchWords, word => entry.Aliases.Prepend(entry.Key).Select(Names.Normalise).Contains(Names.Normalise(word))));

    [Fact]
    public void SearchWordsOfALossDiffer() => Assert.All(Catalogue.All, entry => Assert.Equal(entry.SearchWords.Count, entry.SearchWords.Select(Names.Normalise).Distinct().Count()));

    [Theory]
    [InlineData("NaN", "nan-gradient")]
    [InlineData("vanishing", "vanishing-gradient")]
    [InlineData("梯度消失", "vanishing-gradient")]
    public async Task AProblemOfATrainingLeadsToItsPage(string text, string finding)
    {
        var page = Assert.Single(Diagnoses.All, entry => entry.Code == finding);
        Assert.Contains(page.Page, (await RunAsync("losses", "--search", text)).Output, StringComparison.Ordinal);
        Assert.Contains(page.ChinesePage, (await RunAsync("explain", text, "--language", "zh")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CandidatesAreNamedInChineseToo()
    {
        var (_, _, error) = await RunAsync("explain", "focal", "--language", "zh");
        Assert.Contains("候选损失：sigmoid_focal, softmax_focal。", error, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        using var error = new StringWriter(CultureInfo.InvariantCulture);
        var code = await CommandLine.RunAsync(arguments, output, error);
        return (code, output.ToString(), error.ToString());
    }
}

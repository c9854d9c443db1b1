using System.Globalization;
using System.Text;
using Minima.Cli.Terminal;
using Minima.Cli.Tests.Compare;
using Minima.Cli.Tests.Train;
using Xunit;

namespace Minima.Cli.Tests.Doctor;

/// <summary>What the doctor says of trainings whose illness is known, and of sound ones.</summary>
public sealed class DoctorAnswerTests
{
    private const string Bce = "-(t*log(S) + (1-t)*log(1-S))";

    /// <summary>The tool's own default network begins at the best constant: its first loss is no reason for a warning, whatever the scale or the loss.</summary>
    [Theory]
    [SampledCases]
    [Case("counts", "poisson_nll")]
    [Case("counts", "gamma_nll")]
    [Case("counts", "mse")]
    [Case("counts", "tweedie")]
    [Case("counts", "exp(p) - t*p")]
    [Case("large", "mse")]
    [Case("large", "mae")]
    [Case("large", "huber")]
    [Case("large", "gaussian_nll")]
    [Case("skewed", "gamma_nll")]
    [Case("skewed", "mse")]
    [Case("skewed", "log_cosh")]
    [Case("skewed", "")]
    [Case("rare", "")]
    [Case("rare", "hinge")]
    public async Task TheFirstLossOfTheDefaultNetworkIsSound(string table, string loss)
    {
        for (var seed = 1UL; seed <= 3; seed++)
        {
            var codes = await Codes(Table(table, seed), loss, "--seed", $"{seed}");
            Assert.DoesNotContain("first-loss", codes);
        }
    }

    /// <summary>An exponential that leaves the range is named so, and not a logarithm of 0; a logarithm of 0 is.</summary>
    [Theory]
    [InlineData("exp(p*t) - t*p", "nan-overflow")]
    [InlineData("exp(100*(1 + p^2)) - t*p", "nan-overflow")]
    [InlineData("log(1 + exp(1000*(1 + p^2))) - t*p", "nan-overflow")]
    [InlineData("exp(500 + p^2)/(1 + exp(500 + p^2)) + (p - t)^2", "nan-overflow")]
    [InlineData("(p - t)^2*1e38*1e38", "nan-overflow")]
    [InlineData("(p - t)^2 - log(0*p)", "nan-domain")]
    [InlineData("(p - t)^2 + sqrt(-1 - p^2)", "nan-domain")]
    [InlineData("(p - t)^2 + 1/(p - p)", "nan-domain")]
    [InlineData("(p - t)^2 + 1/(0*p)", "nan-domain")]
    [InlineData("(p - t)^2 + (p - p)/(t - t)", "nan-domain")]
    [InlineData("(p - t)^2 + t/(p - p)", "nan-domain")]
    [InlineData("(p - t)^2 + log(p - p)", "nan-domain")]
    [InlineData("(p - t)^2 + log(t - t)", "nan-domain")]
    [InlineData("(p - t)^2 + sqrt(-1)", "nan-domain")]
    [InlineData("(p - t)^2 + sqrt(0*p - 1)", "nan-domain")]
    [InlineData("(p - t)^2 + (p - p)^(-1)", "nan-domain")]
    public async Task WhatIsNotFiniteIsNamed(string loss, string expected)
    {
        var codes = await Codes(Table("large", 1), loss);
        Assert.Contains(expected, codes);
        Assert.DoesNotContain(expected == "nan-overflow" ? "nan-domain" : "nan-overflow", codes);
    }

    /// <summary>A link that a formula takes twice is found; taken once it is not.</summary>
    [Theory]
    [InlineData("sigmoid(sigmoid(p))", true)]
    [InlineData("sigmoid(1/(1 + exp(-p)))", true)]
    [InlineData("1/(1 + exp(-sigmoid(p)))", true)]
    [InlineData("sigmoid(p)", false)]
    [InlineData("1/(1 + exp(-p))", false)]
    [InlineData("sigmoid(2*p - 1)", false)]
    public async Task ALinkTakenTwiceIsFound(string probability, bool isTwice)
    {
        var codes = await Codes(Table("rare", 1), Bce.Replace("S", probability, StringComparison.Ordinal));
        Assert.Equal(isTwice, codes.Contains("sigmoid-twice"));
    }

    [Theory]
    [InlineData("softplus(sigmoid(p)) - t*sigmoid(p)", true)]
    [InlineData("log(1 + exp(sigmoid(p))) - t*p", true)]
    [InlineData("(t - exp(exp(p)))^2", true)]
    [InlineData("softplus(p) - t*p", false)]
    [InlineData("1 - exp(-exp(p))", false)]
    public void ItsKinAreFound(string formula, bool isTwice) =>
        Assert.Equal(isTwice, Minima.Analysis.NestedLinks.Of(Minima.Reals.SymbolGraph.Record(Loss.Parse(formula))) is not null);

    /// <summary>Rows that were copied from training into validation are found, also where the file has the copies twice itself; equal rows of few values are not copies.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task CopiedRowsAreFound(bool inOneFile)
    {
        for (var seed = 1UL; seed <= 5; seed++)
        {
            using var folder = new TemporaryFolder();
            var random = new RandomState(seed);
            var rows = Enumerable.Range(0, 6000).Select(_ => Row(random)).ToArray();
            string[] arguments;
            if (inOneFile)
            {
                // Two fifths of the rows stand twice: after a split at random every third validation row is known.
                arguments = ["doctor", TrainTables.Write(folder, "data.csv", Text([.. rows[..1000], .. rows[..400]])), "--target", "y"];
            }
            else
            {
                // Copies of rows from the end of the training file, beyond any sample of it.
                arguments = ["doctor", TrainTables.Write(folder, "data.csv", Text(rows)), "--target", "y", "--validation-file", TrainTables.Write(folder, "other.csv", Text([.. rows[^280..], .. Enumerable.Range(0, 720).Select(_ => Row(random))]))];
            }

            var run = await CliRun.Of([.. arguments, "--steps", "20", "--json"]);
            Assert.Contains("validation-overlap", run.Output, StringComparison.Ordinal);
        }

        static string Row(RandomState random)
        {
            var (a, b) = (random.NextDouble(), random.NextDouble());
            return string.Create(CultureInfo.InvariantCulture, $"{a:0.00},{b:0.000},{random.NextInt(3)},{a + (2 * b) + (0.1 * random.NextDouble()):0.00}");
        }

        static string Text(string[] rows) => "a,b,c,y\n" + string.Join('\n', rows) + "\n";
    }

    /// <summary>One validation row has no standard error, and rows of no weight have nothing to learn.</summary>
    [Theory]
    [InlineData("a,y\n1,2\n2,3\n3,5\n4,4\n5,9\n", "", "baseline")]
    [InlineData("a,w,y\n1,1,2\n2,0,3\n3,0,5\n4,0,4\n5,0,9\n", "--weight w --validation 0", "loss-oscillates")]
    public async Task OfOneRowNothingIsConcluded(string text, string options, string code) =>
        Assert.DoesNotContain(code, await Codes(text, "", options.Split(' ', StringSplitOptions.RemoveEmptyEntries)));

    [Fact]
    public async Task EqualRowsOfFewValuesAreNoCopies()
    {
        for (var seed = 1UL; seed <= 5; seed++)
        {
            var random = new RandomState(seed);
            var text = new StringBuilder("a,b,c,y\n");
            for (var i = 0; i < 600; i++)
            {
                var (a, b) = (random.NextInt(4), random.NextInt(3));
                text.Append(CultureInfo.InvariantCulture, $"{a},{b},{(random.NextInt(2) == 0 ? "red" : "blue")},{(a + b + random.NextInt(4) > 4 ? "yes" : "no")}\n");
            }

            Assert.DoesNotContain("validation-overlap", await Codes(text.ToString(), ""));
        }
    }

    /// <summary>Rows that are equal in every feature and have different labels are a contradiction, and no copies: the columns follow each other, so that chance alone would seldom make twins.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(6)]
    [InlineData(40)]
    public async Task RowsThatContradictEachOtherAreNoCopies(int kinds)
    {
        for (var seed = 1UL; seed <= 5; seed++)
        {
            var random = new RandomState(seed);
            var text = new StringBuilder("a,b,c,d,y\n");
            for (var i = 0; i < 600; i++)
            {
                var kind = random.NextInt(kinds);
                text.Append(CultureInfo.InvariantCulture, $"{kind},{2 * kind + 1},{kind * kind},{-kind},{(random.NextInt(10) < 5 ? "yes" : "no")}\n");
            }

            var codes = await Codes(text.ToString(), "", "--seed", $"{seed}");
            Assert.Contains("label-conflict", codes);
            Assert.DoesNotContain("validation-overlap", codes);
        }
    }

    private static async Task<string[]> Codes(string table, string loss, params string[] options)
    {
        using var folder = new TemporaryFolder();
        var data = TrainTables.Write(folder, "data.csv", table);
        string[] chosen = loss.Length == 0 ? [] : ["--loss", loss];
        var run = await CliRun.Of(["doctor", data, "--target", "y", "--steps", "20", "--json", .. chosen, .. options]);
        Assert.True(run.Code is ExitCode.Ok or ExitCode.Wrong, run.Error);
        return [.. run.Json["findings"]!.AsArray().Select(finding => (string)finding!["code"]!)];
    }

    private static string Table(string kind, ulong seed)
    {
        var random = new RandomState(seed);
        var text = new StringBuilder("a,b,y\n");
        for (var i = 0; i < 400; i++)
        {
            var (a, b, noise) = (Normal(random), Normal(random), Normal(random));
            var y = kind switch
            {
                "counts" => Math.Max(0, Math.Round(1000 + (30 * a) + (30 * noise))).ToString(CultureInfo.InvariantCulture),
                "large" => (5000 + (100 * a) + (20 * noise)).ToString(CultureInfo.InvariantCulture),
                "skewed" => Math.Exp(8 + (0.5 * a) + noise).ToString(CultureInfo.InvariantCulture),
                _ => a + noise > 2 ? "1" : "0",
            };
            text.Append(CultureInfo.InvariantCulture, $"{a:R},{b:R},{y}\n");
        }

        return text.ToString();
    }

    private static double Normal(RandomState random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}

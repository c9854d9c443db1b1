using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;
using Xunit;

namespace Minima.Explorer.Tests;

/// <summary>The screen Two players: its field is the library's gradients, and its paths are those that the exported programs walk.</summary>
public sealed class PlayersTests(Site site)
{
    private const string Field = "document.querySelector('mx-players').dataset.field";

    private static readonly JsonElement Golden = Repository.Golden("players");

    private static readonly string[] Games = ["minimax", "nonsaturating", "lsgan", "wgan"];

    /// <summary>At all places of the field, what the page walks with and what the library computes agree; and the exported programs end where the page does.</summary>
    [Theory]
    [SampledCases]
    [Case("minimax", "en")]
    [Case("nonsaturating", "zh")]
    [Case("lsgan", "en")]
    [Case("wgan", "zh")]
    public async Task Field_and_path_are_those_of_the_library_and_of_the_exported_program(string game, string language)
    {
        await using var open = await site.VisitAsync($"#players?game={game}&penalty=0.3&rate=0.2&theta=1&psi=-0.7&alternate=1&steps=50&lang={language}");
        await open.Page.UntilAsync($"{Field} === '{game} 0.3'");
        Assert.InRange(await Data(open, "difference"), 0, 1e-12);
        var exports = new Exports(open, "mx-players");
        using var folder = new Scratch();
        foreach (var file in new[] { "Program.cs", "players.py", "players-torch.py" })
        {
            var end = await exports.PrintedAsync(file, folder.Path);
            Assert.Equal(2, end.Length);
            Assert.Equal(end[0], await Data(open, "theta"), 1e-9);
            Assert.Equal(end[1], await Data(open, "psi"), 1e-9);
        }

        var answers = Command.RunScript(await exports.TextAsync("players.sh"), folder.Path);
        Assert.Equal(2, answers.Count);
        Assert.All(answers, answer => Assert.True(answer.TryGetProperty("gradient", out _)));
    }

    /// <summary>A critic without a limit turns the distance by √(1 + rate²) at each simultaneous step, exactly; a penalty brings it in.</summary>
    [Fact]
    public async Task A_critic_circles_outwards_and_a_penalty_brings_it_in()
    {
        await using var open = await site.VisitAsync("#players?game=wgan&theta=1&psi=0&rate=0.1&steps=200");
        await open.Page.UntilAsync("document.querySelector('mx-players').dataset.steps === '200'");
        var distance = Math.Sqrt(Math.Pow(await Data(open, "theta"), 2) + Math.Pow(await Data(open, "psi"), 2));
        Assert.Equal(Math.Pow(1.01, 100), distance, 1e-9);
        await open.Page.GoAsync("#players?game=wgan&theta=1&psi=0&rate=0.1&steps=300&penalty=1");
        await open.Page.UntilAsync("document.querySelector('mx-players').dataset.steps === '300'");
        Assert.InRange(Math.Abs(await Data(open, "theta")), 0, 1e-3);
    }

    [Fact]
    public async Task The_prediction_answers_with_the_gradients_of_the_command()
    {
        await using var open = await site.OpenAsync("#players");
        await open.Page.Locator("mx-players .answers button").Nth(0).ClickAsync();
        await open.Page.UntilAsync("document.querySelector('mx-players .reply').textContent.includes('-0.999955') || document.querySelector('mx-players .reply').textContent.includes('−0.999955')");
        Assert.StartsWith("Yes.", await open.SeenAsync("mx-players .reply"), StringComparison.Ordinal);
        Assert.Equal(-4.54e-5, Math.Round(Golden.GetProperty("generators").GetProperty("minimax")[0].GetDouble(), 7));
        Assert.Equal(-0.999955, Math.Round(Golden.GetProperty("generators").GetProperty("nonsaturating")[0].GetDouble(), 6));
    }

    /// <summary>The formulas that the page walks with are the parts of the losses that the command evaluates.</summary>
    [Fact]
    public void Formulas_are_the_parts_of_the_losses()
    {
        var scene = Repository.Scene("players");
        var outputs = scene.GetProperty("outputs").EnumerateArray().Select(z => z.GetDouble()).ToArray();
        foreach (var game in scene.GetProperty("games").EnumerateArray())
        {
            var id = game.GetProperty("id").GetString()!;
            Assert.Contains(id, Games);
            foreach (var (part, golden) in new[] { ("own", "generators"), ("fake", "discriminators") })
            {
                var loss = LossSpec.Parse(game.GetProperty(part).GetString()!).Create();
                for (var i = 0; i < outputs.Length; i++)
                {
                    var gradient = new double[1];
                    loss.ValueAndGradient([outputs[i]], [], gradient);
                    Assert.Equal(Golden.GetProperty(golden).GetProperty(id)[i].GetDouble(), gradient[0], 1e-12);
                }
            }
        }
    }

    [Fact]
    public async Task States_go_round()
    {
        var random = new Random(25);
        await using var open = await site.VisitAsync("#players");
        var hashes = new List<string>();
        while (hashes.Count < RoundTrip.States)
        {
            var steps = random.Next(1, 99);
            hashes.Add(FormattableString.Invariant($"#players?game={Games[random.Next(1, 4)]}&theta={random.Next(-30, 15) / 10.0}&psi={random.Next(6, 30) / 10.0}&rate=0.0{random.Next(1, 10)}&penalty={random.Next(1, 20) / 10.0}&alternate=1&steps={steps}&lang={(random.Next(2) == 0 ? "en" : "zh")}"));
        }

        await RoundTrip.HoldsAsync(open, "mx-players", hashes, "screen.dataset.steps", hash => hash.Split("steps=")[1].Split('&')[0]);
    }

    private static async Task<double> Data(OpenPage open, string name) => Number(await open.Page.Locator("mx-players").GetAttributeAsync("data-" + name));

    private static double Number(string? text) => double.Parse(text!, CultureInfo.InvariantCulture);
}

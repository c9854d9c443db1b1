using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;

namespace Minima.Explorer.Tests;

/// <summary>Texts that an address of Your own loss may carry: each becomes a curve, or a message that names the place. No dialog, no request, no error of a script, and no wait without end.</summary>
public sealed partial class HostileTests(Site site)
{
    private static readonly string[] Names = ["constructor", "__proto__", "prototype", "toString", "hasOwnProperty", "eval", "alert", "import", "self", "NaN", "Infinity", "undefined", "null", "nosuch", "損失", "valueOf", "isPrototypeOf", "window", "p.t", "t[0]", "p`t`"];

    private static readonly string[] Scripts =
    [
        "</script><script>alert(1)</script>", "<img src=x onerror=alert(1)>", "\"><svg onload=alert(1)>", "'; alert(1); //", "${alert(1)}", "`;alert(1);`", "(() => alert(1))()", "fetch('https://example.com')",
        "import('https://example.com/x.js')", "javascript:alert(1)", "p; self.close()", "p}alert(1){", "*/alert(1)/*", "__import__('os').system('true')", "'; DROP TABLE losses; --", "new Function('alert(1)')()",
    ];

    private static readonly string[] Odd =
    [
        "(", ")", "p +", "p ++ t", "p t", "1..2", "1e999*p", "-1e999", "1e-999*p", "0/0", "p/0", "log(p - p)", "p^p^p^p^t", "0^p", "(-1)^p", "p^1e9", "exp(exp(exp(exp(p))))", "log(log(log(p)))", ",", ";", ":", "=", "p = t", "p == t",
        "%", "p % t", "p & t", "p || t", "!p", "\u0000", "\u202ep - t", "p\u200b - t", "\ud83d\ude00", "p − t", "ｐ - ｔ", "\n\n", "p\n- t", "\t", "#own?loss=mse", "&loss=mse", "huber:delta", "huber:delta=", "huber:delta=-1", "huber:delta=1e999",
        "huber:delta=1,delta=2", "huber:constructor=1", "mse:", ":mse", "mse:mse=1", "huber:delta=<b>", "triplet_margin", "cross_entropy", "gaussian_nll", "pinball:quantile=2", "relu", "relu()", "relu(p, t)", "relu(p)(t)", "max(p)", "sigmoid(,)",
    ];

    /// <summary>Parts of messages that have no place in the text: it is a formula, but no loss that a constant could be fitted by.</summary>
    private static readonly string[] OfTheWhole = ["the loss has no target", "no finite optimum"];

    /// <summary>Deep, long and wide ones; the last is longer than a formula may be, and is refused as a part of the address.</summary>
    private static readonly string[] Large =
    [
        new('(', 900), new string('(', 400) + "p" + new string(')', 400), new string('-', 900) + "p", string.Concat(Enumerable.Repeat("exp(", 200)) + "p" + new string(')', 200), string.Concat(Enumerable.Repeat("p^", 400)) + "t",
        string.Join('+', Enumerable.Repeat("p", 450)), string.Join('*', Enumerable.Repeat("(p-t)", 140)), new string('9', 900), "0." + new string('0', 900) + "1*p", new string('p', 900), string.Concat(Enumerable.Repeat("relu(p - ", 90)) + "t" + new string(')', 90), new string('x', 5000),
    ];

    private static readonly string[] All = [.. Names.Concat(Names.Select(name => $"{name}(p)")).Concat(Names.Select(name => $"p - {name}*t")).Concat(Names.Select(name => $"huber:{name}=1")).Concat(Names.Select(name => $"{name}:delta=1")).Concat(Scripts).Concat(Scripts.Select(script => $"p - t + {script}")).Concat(Odd).Concat(Large)];

    [Fact]
    public void There_are_two_hundred() => Assert.InRange(All.Distinct(StringComparer.Ordinal).Count(), 200, 300);

    [Theory]
    [InlineData("en")]
    [InlineData("zh")]
    public async Task Each_text_in_an_address_is_a_curve_or_a_message_that_names_the_place(string language)
    {
        await using var open = await site.OpenAsync($"#own?lang={language}");
        await open.Page.UntilAsync("document.querySelector('mx-own').dataset.certified === 'true'");
        var refused = 0;
        var unplaced = new List<string>();

        // Both languages between them take every text of the sample; the second takes every tenth of the first again.
        var share = Sweep.Of(0.3, 0.3, 1.0);
        string[] texts = [.. Sweep.Sample([.. All.Where((_, i) => i % 2 == (language == "en" ? 0 : 1) || i % 10 == 0)], share, text => text)];
        foreach (var text in texts)
        {
            await open.Page.EvaluateAsync("() => { document.querySelector('#own-problem').textContent = ''; document.querySelector('#own-problem').dataset.column = ''; }");
            await open.Page.GoAsync($"#own?loss={Uri.EscapeDataString(text)}&lang={language}");
            await open.Page.UntilAsync("document.querySelector('mx-own').dataset.certified === 'true' || document.querySelector('#own-problem').textContent !== ''");
            var (column, message) = (await open.Page.Locator("#own-problem").GetAttributeAsync("data-column"), await open.Page.Locator("#own-problem").TextContentAsync());
            if (message == "") continue;
            refused++;

            // The column of a formula, or the beginning of what is not known; unless the loss as a whole is what is refused. A NUL cannot stand in a page.
            if (OfTheWhole.Any(message!.Contains)) continue;
            var head = text.Replace("\0", "", StringComparison.Ordinal).Split(':', '=', '(')[0].Trim();
            if (column == "" && !message.Contains(head[..Math.Min(20, head.Length)], StringComparison.Ordinal) && !Quoted().Matches(message).Any(quoted => text.Contains(quoted.Groups[1].Value, StringComparison.Ordinal))) unplaced.Add($"{JsonSerializer.Serialize(text)}: {message}");
        }

        Assert.True(unplaced.Count == 0, string.Join('\n', unplaced));
        Assert.InRange(refused, texts.Length / 4, texts.Length);
        await open.Page.GoAsync($"#own?loss=mse&constructor=1&__proto__=2&lang={language}");
        await open.Page.UntilAsync("document.querySelector('mx-own').dataset.certified === 'true'");
        Assert.Contains("constructor", await open.SeenAsync("#notice"), StringComparison.Ordinal);
    }

    [GeneratedRegex("'([^']+)'")]
    private static partial Regex Quoted();
}

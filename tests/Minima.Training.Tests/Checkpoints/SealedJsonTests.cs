using System.Text;
using Minima.Training.Checkpoints;

namespace Minima.Training.Tests.Checkpoints;

/// <summary>The JSON beside the tensors: its checksum, its limits, and hostile ones whose checksum is right.</summary>
public class SealedJsonTests
{
    private const string Format = "minima-test";

    [Fact]
    public void TheSealIsThatOfTheContentAsItStands()
    {
        var bytes = SealedJson.Seal(Format, json =>
        {
            json.WriteStartObject();
            json.WriteString("a", "值");
            json.WriteEndObject();
        });
        const string Content = "{\n  \"a\": \"值\"\n}";
        Assert.Equal($"{{\n\"format\": \"minima-test\",\n\"version\": 1,\n\"sha256\": \"{Hash(Content)}\",\n\"content\": {Content}\n}}\n", Encoding.UTF8.GetString(bytes));
        Assert.Equal("值", SealedJson.Open(bytes, "file", Format).Text("a"));
    }

    [Fact]
    public void EveryBitThatFallsOverIsSeen()
    {
        var good = Sealed("""{"step":12,"text":"value"}""");
        Assert.Equal(12, SealedJson.Open(good, "file", Format).WholeNumber("step"));
        for (var bit = 0; bit < 8 * good.Length; bit++)
        {
            var bytes = (byte[])good.Clone();
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Throws<CheckpointException>(() => SealedJson.Open(bytes, "file", Format));
        }

        for (var length = 0; length < good.Length - 1; length++) Assert.Throws<CheckpointException>(() => SealedJson.Open(good[..length], "file", Format));
    }

    [Theory]
    [InlineData("", "not JSON")]
    [InlineData("[]", "\"format\" is missing")]
    [InlineData("null", "\"format\" is missing")]
    [InlineData("{}", "\"format\" is missing")]
    [InlineData("""{"format":1}""", "\"format\" is not text")]
    [InlineData("""{"format":"other"}""", "its format is 'other', but 'minima-test' is expected")]
    [InlineData("""{"format":"minima-test","version":2}""", "of version 2 of its format, and this Minima reads version 1")]
    [InlineData("""{"format":"minima-test","version":-1}""", "\"version\" is not a whole number")]
    [InlineData("""{"format":"minima-test","version":1.5}""", "\"version\" is not a whole number")]
    [InlineData("""{"format":"minima-test","version":1}""", "\"content\" is missing")]
    [InlineData("""{"format":"minima-test","version":1,"content":{}}""", "\"sha256\" is missing")]
    [InlineData("""{"format":"minima-test","version":1,"content":{},"sha256":"00"}""", "do not have the checksum")]
    [InlineData("""{"format":"minima-test","format":"minima-test","version":1}""", "no name twice")]
    [InlineData("""{"format":"minima-test","version":1,} """, "not JSON")]
    public void WhatIsNoSealedFileIsRefused(string text, string reason) => Refused(Encoding.UTF8.GetBytes(text), reason);

    [Fact]
    public void TextsThatAreNoneAreRefusedThoughTheChecksumIsRight()
    {
        Refused(Sealed("""{"a":"\ud800"}"""), "a text in it is invalid");
        Refused(Sealed("""{"\udc00":1}"""), "a text in it is invalid");
        Refused([.. Encoding.UTF8.GetBytes("{\"format\":\""), 0xFF, .. "\"}"u8], "not valid UTF-8");
        Refused(Sealed("""{"a":{"b":1,"b":2}}"""), "no name twice");
        Refused(Sealed("""{"a":{"b":1,"\u0062":2}}"""), "no name twice");
    }

    [Fact]
    public void AbsurdDepthAndSizeAreRefused()
    {
        Refused(Sealed(string.Concat(Enumerable.Repeat("{\"a\":", 70)) + "1" + new string('}', 70)), "at most 64 levels");
        Refused(Encoding.UTF8.GetBytes(new string('[', 1_000_000)), "at most 64 levels");
        using var folder = new TemporaryFolder();
        using (var file = File.Create(folder["large.json"])) file.SetLength(SealedJson.LargestFile + 1L);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var problem = Assert.Throws<CheckpointException>(() => SealedJson.Open(folder["large.json"], Format));
        Assert.Contains("it has 16777217 bytes, and at most 16777216 are ever written", problem.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200_000);
    }

    [SlowFact]
    public void ACheckpointWhoseJsonLiesThoughItsChecksumIsRightIsRefusedOrRead()
    {
        using var folder = new TemporaryFolder();
        var name = new CheckpointStore(folder.Path).Save(Samples.Checkpoint(1, 0.5));
        var path = folder[name + ".json"];
        var text = File.ReadAllText(path);
        var start = text.IndexOf("\"content\": ", StringComparison.Ordinal) + "\"content\": ".Length;
        var content = Encoding.UTF8.GetBytes(text[start..^3]);
        var random = new Random(77);
        var (store, refused) = (new CheckpointStore(folder.Path), 0);
        const int Count = 2_000;
        for (var i = 0; i < Count; i++)
        {
            var changed = Damage.To(content, random);
            File.WriteAllText(path, $"{{\"format\":\"minima-checkpoint\",\"version\":1,\"sha256\":\"{SealedJson.Hash(changed)}\",\"content\":");
            using (var file = File.Open(path, FileMode.Append)) file.Write([.. changed, (byte)'}']);
            try
            {
                foreach (var loss in store.Load(name).Model.Losses.Values) loss.TryCreate();
            }
            catch (CheckpointException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, Count / 2, Count - 1);
    }

    [Theory]
    [InlineData("\"step\": 1", "\"step\": -1", "\"step\" is not a whole number")]
    [InlineData("\"step\": 1", "\"steps\": 1", "\"step\" is missing")]
    [InlineData("\"score\": 0.5", "\"score\": \"0.5\"", "\"score\" is not a number")]
    [InlineData("\"optimizer\": {", "\"optimizer\": [{}], \"b\": {", "\"optimizer\" is not an object")]
    [InlineData("\"random\": {", "\"random\": 1, \"b\": {", "\"random\" is not an object")]
    [InlineData("xoshiro256**", "xoshiro256++", "is not a random-generator state")]
    [InlineData("\"name\": \"huber\"", "\"name\": 1", "has a name that is not text")]
    [InlineData("\"name\": \"huber\",", "", "has no name")]
    [InlineData("\"tensors\": {", "\"tensor\": {", "\"tensors\" is missing")]
    public void APartOfAnotherKindIsNamed(string part, string change, string reason)
    {
        using var folder = new TemporaryFolder();
        var name = new CheckpointStore(folder.Path).Save(Samples.Checkpoint(1, 0.5));
        var text = File.ReadAllText(folder[name + ".json"]);
        var start = text.IndexOf("\"content\": ", StringComparison.Ordinal) + "\"content\": ".Length;
        var content = text[start..^3];
        Assert.Contains(part, content, StringComparison.Ordinal);
        File.WriteAllBytes(folder[name + ".json"], Sealed(content.Replace(part, change, StringComparison.Ordinal), "minima-checkpoint"));
        Assert.Contains(reason, Assert.Throws<CheckpointException>(() => new CheckpointStore(folder.Path).Load(name)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ATensorOfNoPartIsRefused()
    {
        using var folder = new TemporaryFolder();
        var name = new CheckpointStore(folder.Path).Save(Samples.Checkpoint(1, 0.5));
        SafeTensorsWriter.Write(folder[name + ".safetensors"], [new("layer.weight", Tensor.Ones([2]))]);
        var tensors = File.ReadAllBytes(folder[name + ".safetensors"]);
        var text = File.ReadAllText(folder[name + ".json"]);
        var content = System.Text.RegularExpressions.Regex.Replace(text[(text.IndexOf("\"content\": ", StringComparison.Ordinal) + 11)..^3], "\"bytes\": \\d+,\\s*\"sha256\": \"\\w+\"", $"\"bytes\": {tensors.Length}, \"sha256\": \"{SealedJson.Hash(tensors)}\"", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(10));
        File.WriteAllBytes(folder[name + ".json"], Sealed(content, "minima-checkpoint"));
        Assert.Contains("'layer.weight' next to it is not part", Assert.Throws<CheckpointException>(() => new CheckpointStore(folder.Path).Load(name)).Message, StringComparison.Ordinal);
    }

    private static byte[] Sealed(string content, string format = Format) =>
        Encoding.UTF8.GetBytes($"{{\"format\":\"{format}\",\"version\":1,\"sha256\":\"{Hash(content)}\",\"content\":{content}}}\n");

    private static string Hash(string text) => SealedJson.Hash(Encoding.UTF8.GetBytes(text));

    private static void Refused(byte[] bytes, string reason)
    {
        var problem = Assert.Throws<CheckpointException>(() => SealedJson.Open(bytes, "file.json", Format));
        Assert.StartsWith("file.json: ", problem.Message, StringComparison.Ordinal);
        Assert.Contains(reason, problem.Message, StringComparison.Ordinal);
    }
}

using System.Net;
using System.Text;

namespace Orchestrator.Cli.Tests;

/// <summary>A command whose requests somebody answers, over a real socket.</summary>
internal static class AnsweredCommand
{
    /// <summary>Answers each request with the next text.</summary>
    /// <returns>What the command did, and each request as method, path and body.</returns>
    public static async Task<(CommandAnswer Answer, List<string> Asked)> Run(string[] bodies, params string[] words)
    {
        using var listener = new HttpListener();
        var port = FreePort.Next();
        listener.Prefixes.Add($"http://127.0.0.1:{port}/");
        listener.Start();
        var asked = new List<string>();
        async Task Serve()
        {
            foreach (var body in bodies)
            {
                var context = await listener.GetContextAsync();
                using var reader = new StreamReader(context.Request.InputStream);
                asked.Add($"{context.Request.HttpMethod} {context.Request.RawUrl} {await reader.ReadToEndAsync()}");
                context.Response.ContentType = "application/json";
                await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(body));
                context.Response.Close();
            }
        }

        var serving = Serve();
        var answer = await CommandTest.Run([.. words, "--address", $"http://127.0.0.1:{port}"]);
        await serving.WaitAsync(TimeSpan.FromSeconds(10));
        return (answer, asked);
    }
}
